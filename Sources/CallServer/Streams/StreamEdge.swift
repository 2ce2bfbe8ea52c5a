import CallAutomation
import CallModel
import CallRuntime
import Logging
import NIOConcurrencyHelpers
import NIOCore

/// What web sockets of streams have in common: the runtime, the bounds, and who is connected.
final class StreamEdge: Sendable {
    /// How much a peer may do.
    struct Limits: Sendable {
        /// Bytes of one frame, and of a message of several.
        var messageBytes = 64 << 10
        /// Messages that are worked on in a second; four speakers send 200 frames of sound.
        var messagesPerSecond = 500
        /// Seconds between two pings.
        var pingInterval = 10.0
        /// Seconds without anything from a peer, answers to pings too, after which it is gone.
        var silence = 30.0
    }

    /// A call has one connection for each of its streams.
    private struct Place: Hashable {
        var session: SessionID
        var operation: OperationID
        var kind: StreamKind
    }

    let runtime: CallRuntime
    let logger: Logger
    let limits: Limits
    /// Where sound is written; nil when it is not.
    let recorder: StreamRecorder?
    private let connections = NIOLockedValueBox<[Place: any StreamPeer]>([:])

    init(
        runtime: CallRuntime, logger: Logger, limits: Limits = Limits(), recorder: StreamRecorder? = nil
    ) {
        (self.runtime, self.logger, self.limits, self.recorder) = (runtime, logger, limits, recorder)
    }

    /// How many connections have said which stream they are.
    var count: Int { connections.withLockedValue { $0.count } }

    /// A connection has said which stream it is: one that was there before is closed.
    func joined(_ peer: any StreamPeer, _ kind: StreamKind, at address: CallbackAddress) {
        let place = Place(session: address.session, operation: address.operation, kind: kind)
        let older = connections.withLockedValue { connections in
            defer { connections[place] = peer }
            return connections[place]
        }
        if let older, older !== peer { older.isReplaced() }
    }

    /// A connection is gone.
    func left(_ peer: any StreamPeer, _ kind: StreamKind, at address: CallbackAddress) {
        let place = Place(session: address.session, operation: address.operation, kind: kind)
        connections.withLockedValue { connections in
            if connections[place] === peer { connections[place] = nil }
        }
    }

    // MARK: - Doors

    /// Whether a request wants to become a stream, and may.
    enum Verdict {
        case welcome(CallbackAddress, audio: MediaStreamingOptions.Audio?)
        case refused(WebhookAnswer)
    }

    /// Looks at a request to `/streams/…`.
    /// - Parameter header: gives a field of the request.
    func verdict(method: String, path: String, header: (String) -> String?) -> Verdict {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 5,
            let address = runtime.addresses.checkStream(session: words[2], operation: words[3], token: words[4])
        else { return .refused(.problem(403, "this stream address was not made by this server")) }
        guard method == "GET", header("upgrade")?.lowercased() == "websocket",
            header("sec-websocket-version") == "13", header("sec-websocket-key")?.isEmpty == false
        else {
            var answer = WebhookAnswer.problem(426, "streams come over WebSocket, version 13")
            answer.headers += [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")]
            return .refused(answer)
        }
        if runtime.isEnding { return .refused(.problem(503, "the process is about to end")) }
        let query = parts.count > 1 ? parts[1] : ""
        let audio = query.split(separator: "&").first { $0.hasPrefix("audio=") }
            .flatMap { MediaStreamingOptions.Audio(rawValue: String($0.dropFirst("audio=".count))) }
        return .welcome(address, audio: audio)
    }
}

/// One connection, as others see it.
protocol StreamPeer: AnyObject, Sendable {
    /// Another connection has taken its place.
    func isReplaced()
}
