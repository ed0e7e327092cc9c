//! A guest's Socket.IO connection (protocol version 5 over a WebSocket, Engine.IO version 4).

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::error::Error;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// A connection that was accepted.
pub(super) struct Socket {
    stream: WebSocketStream<TcpStream>,
}

impl Socket {
    /// Connects with a participant token.
    ///
    /// # Errors
    /// The connection's, or the server refuses.
    pub(super) async fn connect(
        server: SocketAddr,
        token: &str,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let url = format!("ws://{server}/socket.io/?EIO=4&transport=websocket");
        let (stream, _) = tokio_tungstenite::client_async(url, stream).await?;
        let mut socket = Self { stream };
        socket.text().await?;
        let auth = json!({"token": format!("Bearer {token}")});
        socket.send(format!("40{auth}")).await?;
        loop {
            match socket.text().await? {
                answer if answer.starts_with("40") => return Ok(socket),
                ping if ping == "2" => socket.send("3".into()).await?,
                refused => return Err(refused.into()),
            }
        }
    }

    /// The next event with its data.
    ///
    /// # Errors
    /// The connection ended.
    pub(super) async fn event(&mut self) -> Result<(String, Value), Box<dyn Error + Send + Sync>> {
        loop {
            let text = self.text().await?;
            if text == "2" {
                self.send("3".into()).await?;
            } else if let Some(event) = text.strip_prefix("42") {
                let mut event: Value = serde_json::from_str(event)?;
                let name = event[0].as_str().unwrap_or_default().to_owned();
                return Ok((name, event[1].take()));
            }
        }
    }

    /// Says something in the chat.
    ///
    /// # Errors
    /// The connection ended.
    pub(super) async fn say(&mut self, content: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
        let message = json!(["send_message", {"content": content, "type": "text"}]);
        self.send(format!("42{message}")).await
    }

    async fn text(&mut self) -> Result<String, Box<dyn Error + Send + Sync>> {
        loop {
            let frame = self.stream.next().await.ok_or("the server hung up")??;
            if let Message::Text(text) = frame {
                return Ok(text.as_str().to_owned());
            }
        }
    }

    async fn send(&mut self, text: String) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.stream.send(Message::text(text)).await?)
    }
}
