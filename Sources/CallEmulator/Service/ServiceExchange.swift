import CallModel

/// A request's answer, and what faults do to it on its way.
public struct ServiceExchange: Sendable {
    /// What the service answers.
    public let response: ServiceResponse
    /// What happens to the answer.
    public let fate: RequestFate
    /// The connection that the request or its answer names.
    public let connectionID: String?
    /// A repeatable request that counts as running until `EmulatorCore.finish(_:)`; nil when there is none.
    public let runningID: String?
    /// What became of the request.
    let decision: ServiceDecision

    /// The bytes of the body that get out; nil when there is no body.
    public var bytes: [UInt8]? {
        guard let body = response.body?.encoded else { return nil }
        return fate.isMalformed ? Array(body.prefix(body.count / 2)) : body
    }
}
