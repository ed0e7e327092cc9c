//! TLS and HTTP as a client speaks them, a message at a time.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls;

/// Long enough for a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub type Secure = StreamOwned<ClientConnection, TcpStream>;

/// A connection to a port of loopback.
pub fn plain(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket option");
    stream
}

/// The same from another address of loopback.
pub fn plain_from(source: [u8; 4], port: u16) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket
            .bind(SocketAddr::from((source, 0)))
            .expect("an address of loopback");
        let server = SocketAddr::from(([127, 0, 0, 1], port));
        socket.connect(server).await.expect("listens").into_std()
    });
    let stream = stream.expect("a socket");
    stream.set_nonblocking(false).expect("a socket option");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket option");
    stream
}

/// Shakes hands as with `name`, trusting the certificates of `trusted`.
pub fn secure(mut tcp: TcpStream, name: &str, trusted: &Path) -> Result<Secure, String> {
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let mut connection = ClientConnection::new(client(trusted), name).map_err(|error| error.to_string())?;
    while connection.is_handshaking() {
        connection
            .complete_io(&mut tcp)
            .map_err(|error| error.to_string())?;
    }
    Ok(StreamOwned::new(connection, tcp))
}

fn client(trusted: &Path) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(trusted).expect("PEM");
    roots.add_parsable_certificates(certificates.map(|one| one.expect("a certificate")));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().expect("versions");
    Arc::new(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Asks for `path` and reads the head of the answer with its body; the connection stays.
pub fn get(stream: &mut (impl Read + Write), path: &str) -> String {
    ask(
        stream,
        &format!("GET {path} HTTP/1.1\r\nHost: clinic.example\r\n\r\n"),
    )
}

/// Posts JSON with further lines of the head, each ended.
pub fn post(stream: &mut (impl Read + Write), path: &str, lines: &str, body: &str) -> String {
    let length = body.len();
    ask(
        stream,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: clinic.example\r\nContent-Type: application/json\r\n{lines}\
             Content-Length: {length}\r\n\r\n{body}"
        ),
    )
}

/// Says `words` and reads an answer.
pub fn ask(stream: &mut (impl Read + Write), words: &str) -> String {
    stream.write_all(words.as_bytes()).expect("is sent");
    let (mut answer, mut reader) = (String::new(), BufReader::new(stream));
    while !answer.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut answer).expect("is answered"), 0, "{answer}");
    }
    let length = answer.to_ascii_lowercase();
    let length = length
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next());
    let mut body = vec![0; length.and_then(|text| text.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).expect("the body");
    answer + &String::from_utf8_lossy(&body)
}
