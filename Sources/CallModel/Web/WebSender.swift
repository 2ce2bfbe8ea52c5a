/// The seam between the runtime and the web: a client, or stubs in tests.
public protocol WebSender: Sendable {
    /// Sends a request of a flow, one try of it, redirects included.
    /// - Parameters:
    ///   - request: as `WebRequest.prepared` has it.
    ///   - timeLimit: seconds for the whole of it.
    ///   - completion: called once, on any thread, maybe before this returns; never after `cut`, or in vain.
    /// - Returns: the way to end it when nobody waits any more.
    func send(
        _ request: PreparedRequest, timeLimit: Double, completion: @escaping @Sendable (SendResult) -> Void
    ) -> WebExchange
}

/// A request to the web that is under way.
public struct WebExchange: Sendable {
    /// Ends it: its connection is closed.
    public let cut: @Sendable () -> Void

    /// One that is ended by a function.
    public init(cut: @escaping @Sendable () -> Void = {}) { self.cut = cut }
}

/// Where nothing leads to the web: every request is refused.
public struct NoWeb: WebSender {
    /// No way out.
    public init() {}

    /// Refuses.
    public func send(
        _ request: PreparedRequest, timeLimit: Double, completion: @escaping @Sendable (SendResult) -> Void
    ) -> WebExchange {
        completion(.fault(SendFault(.notSent, "nothing here leads to the web", reason: .notSent)))
        return WebExchange()
    }
}
