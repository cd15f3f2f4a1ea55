//! A span around every call to AWS, as there is around every call to Slack and GitHub (`roundup_http::traced`).

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use tracing::Span;
use tracing::field::Empty;

/// Opens the span before a call and says in it what came of it; it closes with the call.
#[derive(Debug)]
pub struct CallSpans;

/// The span of the call that is being made.
#[derive(Debug)]
struct Calling(Span);

impl Storable for Calling {
    type Storer = StoreReplace<Self>;
}

impl Intercept for CallSpans {
    fn name(&self) -> &'static str {
        "CallSpans"
    }

    // Not before: until here the configuration does not know which operation it is for.
    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let called = cfg.load::<Metadata>();
        let (to, what) = called.map_or(("aws", ""), |called| (called.service(), called.name()));
        let span = tracing::debug_span!("call", to, what, outcome = Empty);
        cfg.interceptor_state().store_put(Calling(span));
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(Calling(span)) = cfg.load::<Calling>() {
            // What an error says in full may name addresses and keys.
            let outcome = if matches!(context.output_or_error(), Some(Ok(_))) { "ok" } else { "failed" };
            span.record("outcome", outcome);
        }
        Ok(())
    }
}
