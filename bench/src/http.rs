//! A blocking HTTP/1.1 client that keeps its connection and costs little: it shares the processors with the
//! server it measures.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Longer than anything that is measured may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// One connection.
pub struct Http {
    stream: TcpStream,
    host: String,
    out: Vec<u8>,
    buffer: Vec<u8>,
}

/// What to send besides method and path.
#[derive(Clone, Copy, Default)]
pub struct With<'a> {
    /// Bearer token.
    pub token: Option<&'a str>,
    /// Version for `If-Match`.
    pub version: Option<i64>,
    /// Cookies.
    pub cookie: Option<&'a str>,
    /// Body and its type.
    pub body: Option<(&'a str, &'a str)>,
}

impl<'a> With<'a> {
    /// The bearer of this token.
    pub fn token(token: &'a str) -> Self {
        Self { token: Some(token), ..Self::default() }
    }

    /// The same with a JSON body.
    pub fn json(self, body: &'a str) -> Self {
        Self { body: Some(("application/json", body)), ..self }
    }

    /// The same for this version.
    pub fn version(self, version: i64) -> Self {
        Self { version: Some(version), ..self }
    }
}

/// An answer, as long as the next request is not sent.
pub struct Answer<'a> {
    /// Status code.
    pub status: u16,
    /// Status line and headers.
    pub head: &'a str,
    /// The body.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// The first header of this name, given in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }

    /// The body as text, if the status is the one expected.
    pub fn ok(&self) -> Result<&str> {
        let body = std::str::from_utf8(self.body).context("the answer is not text")?;
        if self.status != 200 {
            bail!("status {}: {}", self.status, body.chars().take(600).collect::<String>());
        }
        Ok(body)
    }

    /// The body as JSON, if the status is the one expected.
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_str(self.ok()?).context("the answer is not JSON")
    }
}

impl Http {
    /// Connects.
    pub fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        let (out, buffer) = (Vec::with_capacity(2048), vec![0; 64 * 1024]);
        Ok(Self { stream, host: address.to_string(), out, buffer })
    }

    /// Sends a request and reads its answer.
    pub fn call(&mut self, method: &str, path: &str, with: With<'_>) -> Result<Answer<'_>> {
        self.write(method, path, with)?;
        let what = || format!("{method} {path}");
        self.read().with_context(what)
    }

    fn write(&mut self, method: &str, path: &str, with: With<'_>) -> Result<()> {
        self.out.clear();
        let out = &mut self.out;
        write!(out, "{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.host)?;
        if let Some(token) = with.token {
            write!(out, "authorization: Bearer {token}\r\n")?;
        }
        if let Some(version) = with.version {
            write!(out, "if-match: \"{version}\"\r\n")?;
        }
        if let Some(cookie) = with.cookie {
            write!(out, "cookie: {cookie}\r\n")?;
        }
        if let Some((kind, body)) = with.body {
            write!(out, "content-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
        } else {
            out.extend_from_slice(if method == "GET" { b"\r\n" } else { b"content-length: 0\r\n\r\n" });
        }
        Ok(self.stream.write_all(out)?)
    }

    fn read(&mut self) -> Result<Answer<'_>> {
        let mut filled = 0;
        let body_at = loop {
            let read = self.stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            let from = filled.saturating_sub(3);
            filled += read;
            if let Some(at) = find(&self.buffer[from..filled], b"\r\n\r\n") {
                break from + at + 4;
            }
            if filled == self.buffer.len() {
                bail!("a head of more than {filled} bytes");
            }
        };
        let head = std::str::from_utf8(&self.buffer[..body_at])?;
        let length: usize = match header(head, "content-length") {
            Some(length) => length.parse()?,
            None => bail!("no content-length in {head:?}"),
        };
        let status = head.get(9..12).context("no status")?.parse()?;
        let end = body_at + length;
        if end > self.buffer.len() {
            self.buffer.resize(end, 0);
        }
        self.stream.read_exact(&mut self.buffer[filled.min(end)..end])?;
        let head = std::str::from_utf8(&self.buffer[..body_at])?;
        Ok(Answer { status, head, body: &self.buffer[body_at..end] })
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n").skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Where `needle` begins.
pub fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

/// The text between `before` and `after`.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(&rest[..rest.find(after)?])
}

/// `text` for a query or a form.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
