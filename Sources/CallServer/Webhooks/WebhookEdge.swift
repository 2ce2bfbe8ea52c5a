import CallAutomation
import CallModel
import CallRuntime
import NIOConcurrencyHelpers
import NIOCore

/// Decides what a webhook is and hands it to the runtime. Shared by the channel handler and the slow route.
struct WebhookEdge: Sendable {
    let runtime: CallRuntime
    let configuration: CallServerConfiguration

    /// Handles a request on `loop` and answers once, on any loop.
    func handle(
        _ request: WebhookRequest, on loop: any EventLoop, answer: @escaping @Sendable (WebhookAnswer) -> Void
    ) {
        switch (request.method, request.target) {
        case ("POST", .incoming): incoming(request, on: loop, answer: answer)
        case ("OPTIONS", .incoming):
            guard let headers = EventGridHandshake.optionsAnswer(headers: request.header) else {
                return answer(.problem(400, "a handshake names its origin in WebHook-Request-Origin"))
            }
            answer(WebhookAnswer(status: 200, headers: headers))
        case ("POST", .call(let session, let operation, let token)):
            callback(request, session, operation, token, on: loop, answer: answer)
        default: answer(WebhookAnswer(status: 405, headers: [("Allow", "POST")]))
        }
    }

    private func incoming(
        _ request: WebhookRequest, on loop: any EventLoop, answer: @escaping @Sendable (WebhookAnswer) -> Void
    ) {
        if let secret = configuration.incomingSecret, request.queryValue("secret") != secret {
            return answer(.problem(401, "the secret of this address is missing or wrong"))
        }
        do throws(WebhookFault) {
            switch try EventGridDecoder.decode(body: request.body, headers: request.header) {
            case .validation(let code, _):
                answer(
                    WebhookAnswer(
                        status: 200, headers: [("Content-Type", "application/json")],
                        body: EventGridHandshake.validationBody(code: code)))
            case .events(let events):
                held(on: loop, answer: answer) { done in
                    let parts = Countdown(events.count, done)
                    for event in events { runtime.incoming(event, near: loop) { parts.one($0) } }
                    if events.isEmpty { done(.accepted) }
                }
            }
        } catch {
            answer(.problem(error.status, error.description))
        }
    }

    private func callback(
        _ request: WebhookRequest, _ session: String, _ operation: String, _ token: String, on loop: any EventLoop,
        answer: @escaping @Sendable (WebhookAnswer) -> Void
    ) {
        // The address is checked before the body is read: a stranger learns nothing of the parser.
        guard let address = runtime.addresses.check(session: session, operation: operation, token: token) else {
            return answer(.problem(403, "this callback address was not made by this server"))
        }
        do throws(WebhookFault) {
            let events = try CloudEventDecoder.decode(body: request.body, headers: request.header)
            held(on: loop, answer: answer) { done in
                runtime.callback(at: address, events: events, completion: done)
            }
        } catch {
            answer(.problem(error.status, error.description))
        }
    }

    // MARK: - Holding

    /// Tries until the outcome is final; what may still succeed is held, and gets 504 in the end. Never 503: Event Grid
    /// waits 30 s after one, which is a whole ring.
    private func held(
        on loop: any EventLoop, answer: @escaping @Sendable (WebhookAnswer) -> Void,
        attempt: @escaping @Sendable (_ done: @escaping @Sendable (DeliveryOutcome) -> Void) -> Void
    ) {
        let hold = TimeAmount.nanoseconds(Int64(configuration.holdSeconds * 1e9))
        let held = NIOLockedValueBox((isAnswered: false, reason: "the store gives no answer"))
        let once: @Sendable (WebhookAnswer) -> Void = { found in
            let isFirst = held.withLockedValue { held in
                defer { held.isAnswered = true }
                return !held.isAnswered
            }
            if isFirst { answer(found) }
        }
        // A store that has stopped gives no outcome at all.
        let limit = loop.scheduleTask(in: hold) {
            once(.problem(504, "this cannot be decided now: \(held.withLockedValue { $0.reason })"))
        }
        again(until: NIODeadline.now() + hold, on: loop, attempt: attempt) { outcome in
            if case .busy(let reason) = outcome { return held.withLockedValue { $0.reason = reason } }
            limit.cancel()
            once(Self.answer(to: outcome))
        }
    }

    /// - Parameter told: is given every outcome, the last one when it is final or the time is up.
    private func again(
        until end: NIODeadline, on loop: any EventLoop,
        attempt: @escaping @Sendable (_ done: @escaping @Sendable (DeliveryOutcome) -> Void) -> Void,
        told: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        attempt { outcome in
            told(outcome)
            guard case .busy = outcome, NIODeadline.now() < end else { return }
            loop.scheduleTask(in: .nanoseconds(Int64(configuration.holdRetrySeconds * 1e9))) {
                again(until: end, on: loop, attempt: attempt, told: told)
            }
        }
    }

    private static func answer(to outcome: DeliveryOutcome) -> WebhookAnswer {
        let answer = outcome.answer
        return answer.problem.map { .problem(answer.status, $0) } ?? .empty(answer.status)
    }
}
