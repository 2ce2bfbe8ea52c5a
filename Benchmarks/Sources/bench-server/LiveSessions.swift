import BenchCalls
import CallModel
import CallRuntime
import NIOCore
import Synchronization

/// Brings calls up to their first prompt, so that a driver only has to say that prompts were heard.
struct LiveSessions {
    let runtime: CallRuntime
    let loops: [any EventLoop]
    let watcher: WatchingSender

    /// Returns the path of each session's callback address.
    func start(_ count: Int) async throws -> [String] {
        // Not all at once: the client's queue is bounded.
        var started = 0
        while started < count {
            let end = min(started + 500, count)
            for number in started..<end { ring(number) }
            try await wait("\(end) calls to be answered") { watcher.addresses.count >= end }
            for path in watcher.addresses[started..<end] { connect(path) }
            try await wait("\(end) prompts") { watcher.plays >= end }
            started = end
        }
        return watcher.addresses
    }

    private func ring(_ number: Int) {
        runtime.incoming(BenchEvents.offer(number), near: loops[number % loops.count]) { _ in }
    }

    private func connect(_ path: String) {
        let words = path.split(separator: "/").map(String.init)
        let event = BenchEvents.event("CallConnected", id: "connected", connection: "connection", context: "1.1")
        runtime.callback(session: words[2], operation: words[3], token: words[4], events: [event]) { _ in }
    }

    private func wait(_ what: String, until isDone: () -> Bool) async throws {
        for _ in 0..<3_000 {
            if isDone() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Fault(description: "waited in vain for \(what)")
    }

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }
}

/// Hands everything on, and notes the callback addresses of answers and the number of plays.
final class WatchingSender: CallActionSender {
    private let sender: any CallActionSender
    private let paths = Mutex<[String]>([])
    private let playCount = Atomic<Int>(0)

    init(_ sender: any CallActionSender) { self.sender = sender }

    /// Without scheme and host, in the order of the answers.
    var addresses: [String] { paths.withLock { $0 } }
    var plays: Int { playCount.load(ordering: .relaxed) }

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        switch action {
        case .answer(let answer):
            let path = answer.callbackURI.dropFirst("http://".count).drop { $0 != "/" }
            paths.withLock { $0.append(String(path)) }
        case .play: playCount.add(1, ordering: .relaxed)
        default: break
        }
        return try sender.prepare(action, callConnectionID: callConnectionID, apiVersion: apiVersion)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        sender.send(request, attempt: attempt, on: shard, completion: completion)
    }
}
