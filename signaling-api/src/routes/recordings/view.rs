//! Recordings and their files as the API shows them.

use crate::clock::Timestamp;
use crate::recordings::Part;
use crate::store::{Recording, RecordingState};
use serde::Serialize;
use uuid::Uuid;

/// A recording.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Recording)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// How far it is.
    state: RecordingState,
    /// Why there is less than there was to record: `disk_full`, `broken`, `interrupted` (the server was gone meanwhile), `empty`.
    failure: Option<String>,
    /// When the doctor asked.
    #[schema(value_type = String, format = DateTime)]
    asked_at: Timestamp,
    /// When everybody had agreed.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it was over.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Whether packets were left out because the disk was slow.
    has_gaps: bool,
    /// Its files, in order of their beginnings; several go on at a time.
    parts: Vec<PartView>,
}

/// A file of a recording: what one person says and shows, or their screen.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RecordingPart)]
pub(crate) struct PartView {
    /// Its name in the path.
    name: String,
    /// Whose.
    participant_id: Uuid,
    /// Their name.
    display_name: Option<String>,
    /// What is seen.
    source: PartSource,
    /// When it begins, in milliseconds since the recording did.
    begins_ms: u64,
    /// Bytes on the disk.
    bytes: u64,
}

/// What a file shows.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PartSource {
    /// What a person says, with their camera.
    Camera,
    /// Their screen.
    Screen,
}

impl View {
    pub(super) fn new(recording: &Recording, parts: Vec<PartView>) -> Self {
        Self {
            id: recording.id,
            state: recording.state,
            failure: recording.failure.clone(),
            asked_at: recording.asked_at,
            started_at: recording.started_at,
            ended_at: recording.ended_at,
            has_gaps: recording.dropped > 0,
            parts,
        }
    }
}

impl PartView {
    pub(super) fn new(part: &Part, display_name: Option<String>) -> Self {
        Self {
            name: part.name.to_string(),
            participant_id: part.name.participant.0,
            display_name,
            source: if part.name.is_screen {
                PartSource::Screen
            } else {
                PartSource::Camera
            },
            begins_ms: u64::try_from(part.name.begins.as_millis()).unwrap_or(u64::MAX),
            bytes: part.bytes,
        }
    }
}
