import CallAutomation
import CallModel
import NIOCore
import Synchronization

/// A call as the service knows it.
final class BenchCall: Sendable {
    /// Where its events go, from the address that came with the answer.
    let session: String
    let operation: String
    let token: String
    /// `c` and a number, which its requests are known by.
    let connection: String
    /// The number that it rang with.
    let offer: Int

    init(answer: JSONValue?, number: Int) {
        let path = answer?["callbackUri"]?.stringValue ?? ""
        let words = path.split(separator: "/").suffix(3).map(String.init)
        (session, operation, token) = words.count == 3 ? (words[0], words[1], words[2]) : ("", "", "")
        connection = "c\(number)"
        offer = answer?["incomingCallContext"]?.stringValue.flatMap { Int($0.dropFirst("offer-".count)) } ?? 0
    }
}

/// What an action did at the service.
enum BenchAction {
    case answered(BenchCall)
    case played
    case hungUp
}

/// A service in this process that says yes to every action in the loop's next turn. Whoever listens says what happens in
/// the calls. Requests are made as the real client makes them; nothing is signed and nothing leaves.
final class InstantService: CallActionSender {
    typealias Listener = @Sendable (_ call: Int, BenchAction) -> Void

    private let loops: [any EventLoop]
    /// A closure by itself would be wrapped once more with each look into the mutex.
    private struct Held: Sendable {
        var listener: Listener = { _, _ in }
    }

    private let held = Mutex(Held())
    private let nextCall: Atomic<Int>

    /// - Parameter firstCall: the number of the first call; those of an earlier process keep theirs.
    init(loops: [any EventLoop], firstCall: Int = 0) {
        self.loops = loops
        nextCall = Atomic(firstCall)
    }

    /// Called on the loop of the session, before the answer to the request.
    func listen(_ listener: @escaping Listener) { held.withLock { $0.listener = listener } }

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        try ActionRequest.prepare(action, callConnectionID: callConnectionID, apiVersion: apiVersion)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        let (status, body, happened) = serve(request)
        loops[shard].execute { completion(.answered(status: status, body: Array(body.utf8))) }
        // After the answer: what it sets going comes behind.
        if let (call, action) = happened { held.withLock { $0.listener }(call, action) }
    }

    private func serve(_ request: PreparedRequest) -> (Int, String, (Int, BenchAction)?) {
        let path = request.path.prefix { $0 != "?" }
        if path.hasSuffix(":answer") {
            let number = nextCall.add(1, ordering: .relaxed).oldValue
            let call = BenchCall(answer: try? JSONValue(parsing: request.body), number: number)
            let body = "{\"callConnectionId\":\"\(call.connection)\",\"serverCallId\":\"server-\(call.connection)\"}"
            return (201, body, (number, .answered(call)))
        }
        if path.hasSuffix(":play") { return (202, "", (number(in: path), .played)) }
        if path.hasSuffix(":terminate") { return (204, "", (number(in: path), .hungUp)) }
        if path.hasSuffix("/participants") { return (200, "{\"value\":[\(Self.caller)]}", nil) }
        return (200, "{\"callConnectionState\":\"connected\"}", nil)
    }

    /// The caller as lists of participants show her.
    static let caller =
        "{\"identifier\":{\"kind\":\"phoneNumber\",\"rawId\":\"4:+14255550123\","
        + "\"phoneNumber\":{\"value\":\"+14255550123\"}},\"isMuted\":false,\"isOnHold\":false}"

    /// Of `/calling/callConnections/c17:play`.
    private func number(in path: Substring) -> Int {
        var number = 0
        for byte in path.utf8.drop(while: { !(48...57).contains($0) }).prefix(while: { (48...57).contains($0) }) {
            number = number * 10 + Int(byte - 48)
        }
        return number
    }
}
