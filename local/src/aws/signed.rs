//! Calls to services of AWS of which one question is asked each: a signed request, no SDK of 100,000 lines for it
//! (ARCHITECTURE.md, "Decisions").

use super::Aws;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use jiff::Timestamp;
use reqwest::Method;
use roundup_http::traced;
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// How long one call may take.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A call that was not answered as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallError {
    /// No answer.
    #[error("{0} is out of reach")]
    Unreachable(&'static str),
    /// AWS declined.
    #[error("{service} refused: {code}")]
    Refused {
        /// Its name in signatures.
        service: &'static str,
        /// AWS's error code, or the HTTP status.
        code: String,
    },
}

impl CallError {
    /// Whether it is that there is no such thing.
    pub(crate) fn is_missing(&self) -> bool {
        let missing = ["NotFound", "NonExistent", "ValidationError", "DoesNotExist"];
        matches!(self, Self::Refused { code, .. } if missing.iter().any(|word| code.contains(word)))
    }
}

/// A request.
struct Call<'a> {
    service: &'static str,
    /// The host's first part, where it is not the service's name.
    host: &'static str,
    method: Method,
    path: &'a str,
    /// What is asked for, for the log.
    action: &'a str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Aws {
    /// A call of the query protocol (CloudFormation, CloudWatch, SNS); the answer is XML.
    ///
    /// # Errors
    /// See [`CallError`].
    pub(crate) async fn query(
        &self,
        (service, host, version): (&'static str, &'static str, &'static str),
        action: &str,
        parameters: &[(&str, &str)],
        now: Timestamp,
    ) -> Result<String, CallError> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("Action", action).append_pair("Version", version);
        body.extend_pairs(parameters);
        let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        let call = Call { service, host, method: Method::POST, path: "/", action, headers, body: body.finish() };
        self.call(call, now).await
    }

    /// A call of the JSON protocol (SQS).
    ///
    /// # Errors
    /// See [`CallError`].
    pub(crate) async fn json(
        &self,
        service: &'static str,
        target: &str,
        body: &Value,
        now: Timestamp,
    ) -> Result<Value, CallError> {
        let headers = vec![("content-type", "application/x-amz-json-1.0".to_owned()), ("x-amz-target", target.to_owned())];
        let call =
            Call { service, host: service, method: Method::POST, path: "/", action: target, headers, body: body.to_string() };
        Ok(serde_json::from_str(&self.call(call, now).await?).unwrap_or_default())
    }

    /// A reading call of a REST protocol (Lambda).
    ///
    /// # Errors
    /// See [`CallError`].
    pub(crate) async fn get(&self, service: &'static str, path: &str, now: Timestamp) -> Result<Value, CallError> {
        let call =
            Call { service, host: service, method: Method::GET, path, action: path, headers: Vec::new(), body: String::new() };
        Ok(serde_json::from_str(&self.call(call, now).await?).unwrap_or_default())
    }

    async fn call(&self, call: Call<'_>, now: Timestamp) -> Result<String, CallError> {
        traced(call.service, call.action, self.answer(&call, now)).await
    }

    async fn answer(&self, call: &Call<'_>, now: Timestamp) -> Result<String, CallError> {
        let service = call.service;
        let url = format!("{}{}", self.endpoint(call.host), call.path);
        let signature = self.signature(call, &url, now).await.ok_or(CallError::Unreachable(service))?;
        let mut request = self.http.request(call.method.clone(), &url).timeout(TIMEOUT).body(call.body.clone());
        for (name, value) in call.headers.iter().map(|(name, value)| (*name, value.as_str())) {
            request = request.header(name, value);
        }
        for (name, value) in &signature {
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(|_| CallError::Unreachable(service))?;
        let status = answer.status();
        let kind = answer.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = answer.text().await.map_err(|_| CallError::Unreachable(service))?;
        if status.is_success() {
            return Ok(body);
        }
        let code = kind.or_else(|| error_code(&body)).unwrap_or_else(|| format!("HTTP {}", status.as_u16()));
        Err(CallError::Refused { service, code })
    }

    /// Headers that say who asks (AWS, "Signature Version 4").
    async fn signature(&self, call: &Call<'_>, url: &str, now: Timestamp) -> Option<Vec<(String, String)>> {
        let identity = self.config.credentials_provider()?.provide_credentials().await.ok()?.into();
        let parameters = v4::SigningParams::builder().identity(&identity).region(self.config.region()?.as_ref());
        let parameters = parameters.name(call.service).time(SystemTime::from(now)).settings(SigningSettings::default());
        let parameters = parameters.build().ok()?.into();
        let headers = call.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let body = SignableBody::Bytes(call.body.as_bytes());
        let request = SignableRequest::new(call.method.as_str(), url, headers, body).ok()?;
        let (instructions, _) = sign(request, &parameters).ok()?.into_parts();
        Some(instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    fn endpoint(&self, host: &str) -> String {
        if let Some(endpoint) = self.config.endpoint_url() {
            return endpoint.trim_end_matches('/').to_owned();
        }
        let region = self.config.region().map_or("us-east-1", |region| region.as_ref());
        let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        format!("https://{host}.{region}.{domain}")
    }
}

/// The code in an error, of XML or of JSON.
fn error_code(body: &str) -> Option<String> {
    if let Ok(json) = serde_json::from_str::<Value>(body) {
        let kind = json["__type"].as_str().or_else(|| json["code"].as_str())?;
        return kind.rsplit('#').next().map(str::to_owned);
    }
    texts(body, "Code").into_iter().next()
}

/// The texts of all elements of this name in an XML document; none where it is none.
pub(crate) fn texts(xml: &str, element: &str) -> Vec<String> {
    let Ok(document) = roxmltree::Document::parse(xml) else { return Vec::new() };
    let named = document.descendants().filter(|node| node.tag_name().name() == element);
    named.filter_map(|node| node.text().map(str::to_owned)).collect()
}

/// What all elements of this name in an XML document hold, as pairs of name and text; empty where it is none.
pub(crate) fn members(xml: &str, element: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let Ok(document) = roxmltree::Document::parse(xml) else { return Vec::new() };
    // The list and its members are both called so in some answers: only what has texts in it counts.
    let named = document.descendants().filter(|node| node.tag_name().name() == element);
    let texts = |node: roxmltree::Node<'_, '_>| {
        let inside = node.children().filter(roxmltree::Node::is_element);
        inside.filter_map(|inner| Some((inner.tag_name().name().to_owned(), inner.text()?.trim().to_owned()))).collect()
    };
    named.map(texts).collect()
}

#[cfg(test)]
mod tests {
    use super::{error_code, members, texts};

    #[test]
    fn an_error_is_known_by_its_code_whatever_it_is_written_in() {
        let xml = r#"<ErrorResponse xmlns="https://x.test/"><Error><Code>AccessDenied</Code><Message>No</Message></Error></ErrorResponse>"#;
        assert_eq!(error_code(xml).as_deref(), Some("AccessDenied"));
        let json = r#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"No"}"#;
        assert_eq!(error_code(json).as_deref(), Some("QueueDoesNotExist"));
        assert_eq!(error_code("<html>"), None);
    }

    #[test]
    fn members_of_a_list_are_read_with_their_texts() {
        let xml = r#"<R><StackResourceSummaries><member><LogicalResourceId>Table</LogicalResourceId>
            <PhysicalResourceId>roundup</PhysicalResourceId></member></StackResourceSummaries><NextToken>t</NextToken></R>"#;
        let found = members(xml, "member");
        assert_eq!((found.len(), found[0]["PhysicalResourceId"].as_str()), (1, "roundup"));
        assert_eq!(texts(xml, "NextToken"), ["t"]);
    }
}
