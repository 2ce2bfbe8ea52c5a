import CallModel
import FlowEngine
import NIOConcurrencyHelpers

/// The way from a session to other sessions: shards know no runtime, they are handed this.
final class SessionDoor: Sendable {
    private struct Owner {
        weak var runtime: CallRuntime?
    }

    private let owner = NIOLockedValueBox(Owner())

    /// Says who starts and wakes sessions; once, when the runtime stands.
    func belongs(to runtime: CallRuntime) { owner.withLockedValue { $0.runtime = runtime } }

    /// Starts a session; the answer is that of a request, so that it can be journaled like one.
    func launch(_ launch: FlowLaunch, completion: @escaping @Sendable (SendResult) -> Void) {
        guard let runtime = owner.withLockedValue({ $0.runtime }) else {
            return completion(Self.refused(503, "closed"))
        }
        runtime.launch(flow: launch.flow, parameters: launch.params, key: launch.key) { session, outcome in
            let body: JSONValue = ["session": .string(session.text)]
            switch outcome {
            case .accepted: completion(.answered(status: 202, body: body.encoded))
            // Who asks again learns what it would have learnt the first time.
            case .duplicate: completion(.answered(status: 200, body: body.encoded))
            case .failed(let reason):
                let isKnown = runtime.generations.current?.flows[launch.flow] != nil
                completion(Self.refused(isKnown ? 422 : 404, reason))
            case .busy(let reason): completion(Self.refused(503, reason))
            default: completion(Self.refused(500, "the session could not be launched: \(outcome)"))
            }
        }
    }

    /// Wakes a session.
    /// - Parameter key: of the signal; a session takes a signal once.
    func signal(
        _ session: SessionID, _ name: String, _ data: JSONValue, key: String,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        guard let runtime = owner.withLockedValue({ $0.runtime }) else {
            return completion(Self.refused(503, "closed"))
        }
        runtime.signal(session, name: name, data: data, key: key) { outcome in
            switch outcome {
            case .accepted, .duplicate: completion(.answered(status: 202, body: []))
            case .unknownSession: completion(Self.refused(404, "there is no open session \(session)"))
            default: completion(Self.refused(503, "the session could not be woken: \(outcome)"))
            }
        }
    }

    private static func refused(_ status: Int, _ message: String) -> SendResult {
        let error: JSONValue = ["error": ["message": .string(message)]]
        return .answered(status: status, body: error.encoded)
    }
}
