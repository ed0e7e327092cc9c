//! A Socket.IO client (protocol version 5 over a WebSocket, Engine.IO version 4).

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

pub struct SocketClient {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Events that came while something else was waited for.
    events: VecDeque<(String, Value)>,
    acknowledgement: Option<Value>,
    next_id: u64,
    /// How long the server may say nothing.
    pub patience: Duration,
}

impl SocketClient {
    /// Connects; the message of `connect_error` where the server refuses.
    pub async fn connect(address: SocketAddr, token: &str) -> Result<Self, String> {
        Self::connect_with(address, json!({"token": format!("Bearer {token}")}), None).await
    }

    pub async fn connect_with(
        address: SocketAddr,
        auth: Value,
        origin: Option<&str>,
    ) -> Result<Self, String> {
        let url = format!("ws://{address}/socket.io/?EIO=4&transport=websocket");
        let mut request = url.into_client_request().unwrap();
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let (stream, _) = tokio_tungstenite::connect_async(request)
            .await
            .map_err(|error| error.to_string())?;
        let mut client = Self {
            stream,
            events: VecDeque::new(),
            acknowledgement: None,
            next_id: 0,
            patience: Duration::from_secs(10),
        };
        assert!(client.frame().await.starts_with('0'), "Engine.IO opens");
        client.write(format!("40{auth}")).await;
        let frame = client.frame().await;
        match frame.strip_prefix("44") {
            Some(refused) => {
                let refused: Value = serde_json::from_str(refused).unwrap();
                Err(refused["message"].as_str().unwrap().to_owned())
            }
            None => {
                assert!(frame.starts_with("40"), "{frame}");
                Ok(client)
            }
        }
    }

    /// Sends an event, waits for its acknowledgement.
    pub async fn ask(&mut self, event: &str, data: Value) -> Value {
        self.next_id += 1;
        let id = self.next_id;
        self.write(format!("42{id}{}", json!([event, data]))).await;
        while self.acknowledgement.is_none() {
            self.read().await;
        }
        self.acknowledgement.take().unwrap()
    }

    /// Sends an event without waiting.
    pub async fn tell(&mut self, event: &str, data: Value) {
        self.write(format!("42{}", json!([event, data]))).await;
    }

    /// The next event of that name; others before it are kept.
    pub async fn expect(&mut self, name: &str) -> Value {
        loop {
            if let Some(at) = self.events.iter().position(|(event, _)| event == name) {
                return self.events.remove(at).unwrap().1;
            }
            self.read().await;
        }
    }

    /// Waits for an event of that name and keeps it.
    pub async fn hear(&mut self, name: &str) {
        while !self.events.iter().any(|(event, _)| event == name) {
            self.read().await;
        }
    }

    /// Names of events that came by now, after a time in which the last could come.
    pub async fn names_so_far(&mut self) -> Vec<String> {
        while tokio::time::timeout(Duration::from_millis(300), self.read())
            .await
            .is_ok()
        {}
        self.events.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Waits until the server cuts it.
    pub async fn ends(&mut self) {
        loop {
            let next = tokio::time::timeout(self.patience, self.stream.next()).await;
            match next.expect("the server cuts it in time") {
                // 41: the namespace is left.
                Some(Ok(Message::Text(text))) if text.as_str().starts_with("41") => return,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            }
        }
    }

    pub async fn close(mut self) {
        let _ = self.stream.close(None).await;
    }

    async fn read(&mut self) {
        let frame = self.frame().await;
        if let Some(event) = frame.strip_prefix("42") {
            let event: Value = serde_json::from_str(event).unwrap();
            let name = event[0].as_str().unwrap().to_owned();
            self.events.push_back((name, event[1].clone()));
        } else if let Some(acknowledgement) = frame.strip_prefix("43") {
            let data = acknowledgement.trim_start_matches(|digit: char| digit.is_ascii_digit());
            let data: Value = serde_json::from_str(data).unwrap();
            self.acknowledgement = Some(data[0].clone());
        }
    }

    async fn frame(&mut self) -> String {
        loop {
            let next = tokio::time::timeout(self.patience, self.stream.next());
            let frame = next.await.expect("the server says something in time");
            let Message::Text(text) = frame.expect("the socket is open").expect("a frame") else {
                continue;
            };
            if text.as_str() == "2" {
                self.write("3".into()).await;
                continue;
            }
            return text.as_str().to_owned();
        }
    }

    async fn write(&mut self, text: String) {
        self.stream
            .send(Message::text(text))
            .await
            .expect("a frame is sent");
    }
}
