import CallModel
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// The way of flows to the web. Each host is resolved here and each of its addresses looked at before anything is
/// connected, for each redirect again; what comes back is bounded in bytes and in time.
public final class FlowWebClient: WebSender {
    /// Requests that are under way at a time; one more is refused.
    private static let mostAtOnce = 2_000

    private let hops: WebHops
    private let shelf: ClientShelf
    private let open = NIOLockedValueBox(0)

    /// A client.
    /// - Parameter group: the loops of its connections; nil for those of the process.
    public convenience init(
        policy: WebPolicy, secrets: WebSecrets = WebSecrets(), group: (any EventLoopGroup)? = nil,
        resolver: any HostResolver = SystemResolver()
    ) {
        self.init(policy: policy, secrets: secrets, group: group, resolver: resolver, trustRoots: .default)
    }

    /// - Parameter trustRoots: whose certificates are good.
    init(
        policy: WebPolicy, secrets: WebSecrets = WebSecrets(), group: (any EventLoopGroup)? = nil,
        resolver: any HostResolver = SystemResolver(), trustRoots: NIOSSLTrustRoots
    ) {
        shelf = ClientShelf(group: group ?? MultiThreadedEventLoopGroup.singleton, trustRoots: trustRoots)
        hops = WebHops(policy: policy, secrets: secrets, resolver: resolver, shelf: shelf)
    }

    /// Sends a request. Whoever cuts it hears no more of it.
    public func send(
        _ request: PreparedRequest, timeLimit: Double, completion: @escaping @Sendable (SendResult) -> Void
    ) -> WebExchange {
        guard let asked = WebRequest(request) else {
            completion(.fault(SendFault(.notSent, "this request cannot be read", reason: .invalidRequest)))
            return WebExchange()
        }
        let isFull = open.withLockedValue { open in
            guard open < Self.mostAtOnce else { return true }
            open += 1
            return false
        }
        guard !isFull else {
            completion(
                .fault(
                    SendFault(
                        .notSent, "\(Self.mostAtOnce) requests are under way in this process", reason: .throttled)))
            return WebExchange()
        }
        let end = OnceOnly<SendResult> { [open] result in
            open.withLockedValue { $0 -= 1 }
            if let result { completion(result) }
        }
        let progress = WebProgress()
        let work = Task { [hops] in end.call(await hops.run(asked, progress)) }
        let clock = Task {
            guard (try? await Task.sleep(for: .seconds(max(0, timeLimit)))) != nil else { return }
            let kind: SendFault.Kind = progress.mayHaveRun ? .unknown : .notSent
            end.call(.fault(SendFault(kind, "no answer within \(timeLimit) s", reason: .timeout)))
            work.cancel()
        }
        Task {
            _ = await work.value
            clock.cancel()
        }
        return WebExchange {
            end.call(nil)
            work.cancel()
            clock.cancel()
        }
    }

    /// Closes all connections; nothing is sent any more.
    public func shutdown() async { await shelf.close() }
}

/// How far a request has come: whether a server may have acted on it.
final class WebProgress: Sendable {
    private let state = NIOLockedValueBox(false)

    var mayHaveRun: Bool { state.withLockedValue { $0 } }

    func leaves() { state.withLockedValue { $0 = true } }
    func hasNotLeft() { state.withLockedValue { $0 = false } }
}

/// Calls something once, with what comes first; nil for nothing.
final class OnceOnly<Value: Sendable>: Sendable {
    private let body: NIOLockedValueBox<(@Sendable (Value?) -> Void)?>

    init(_ body: @escaping @Sendable (Value?) -> Void) { self.body = NIOLockedValueBox(body) }

    func call(_ value: Value?) {
        let body = body.withLockedValue { body in
            defer { body = nil }
            return body
        }
        body?(value)
    }
}
