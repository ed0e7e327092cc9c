//! Looking back at consultations.

mod csv;
mod export;
mod fhir;
mod figures;
mod list;
mod minutes;
mod report;
mod view;

pub(crate) use export::{__path_export, export};
pub(in crate::routes) use list::time;
pub(crate) use list::{__path_list, list};
pub(crate) use minutes::{__path_minutes, minutes};
pub(crate) use report::{__path_show, show};
