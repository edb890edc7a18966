import { type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';
import type { Listeners, RequestEvent, TrtcCallError } from '@trtc-call/client';

/**
 * One client span for each attempt, with the attributes of OpenTelemetry's HTTP conventions:
 * `createTrtcCallClient({ generation: 'v1', ..., ...traceCalls(trace.getTracer('my-service')) })`.
 *
 * An instrumentation of `http` or `fetch` itself would write whole URLs, and the UserSig is in the query: leave the
 * vendor's hosts out of it.
 */
export function traceCalls(tracer: Tracer): Listeners {
  const spans = new WeakMap<RequestEvent, Span>();
  return {
    onRequest(request) {
      const { hostname, port, protocol } = new URL(request.url);
      const span = tracer.startSpan(request.method, {
        kind: SpanKind.CLIENT,
        attributes: {
          [ATTR_HTTP_REQUEST_METHOD]: request.method,
          [ATTR_SERVER_ADDRESS]: hostname,
          [ATTR_SERVER_PORT]: Number(port) || (protocol === 'https:' ? 443 : 80),
          [ATTR_URL_FULL]: request.url,
          'trtc_call.operation_id': request.operationId,
        },
      });
      // The conventions want the count only where there was an attempt before.
      if (request.attempt > 1) span.setAttribute(ATTR_HTTP_REQUEST_RESEND_COUNT, request.attempt - 1);
      spans.set(request, span);
    },
    onResponse({ request, status, requestId, error }) {
      const span = spans.get(request);
      if (status !== undefined) span?.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
      if (requestId !== undefined) span?.setAttribute('trtc_call.request_id', requestId);
      if (error) {
        span?.setAttribute(ATTR_ERROR_TYPE, errorTypeOf(error));
        span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      }
      span?.end();
    },
  };
}

/** Few values, as the conventions want: the service answers a refusal by HTTP 200, so its own code says more. */
function errorTypeOf(error: TrtcCallError): string {
  if (error.kind === 'refused') return String(error.code);
  if (error.kind === 'http-status') return String(error.status);
  return error.kind === 'connection' && error.code !== undefined ? error.code : error.kind;
}
