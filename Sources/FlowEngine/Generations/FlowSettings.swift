import CallModel

/// What a flow says about itself with `flow{ … }`.
public struct FlowSettings: Sendable, Equatable {
    /// How text is spoken, unless an action or `call:use` says otherwise.
    public var voice = Voice()
    /// The number shown to phones that the flow calls, E.164.
    public var callerID: String?
    /// The address of the AI resource that speaks text, given to the service with the answer.
    public var aiResource: String?
    /// Played before the runtime hangs up a call that the flow left alone; nil plays nothing.
    public var failurePrompt: PlaySource?
    /// Seconds that a connected call may be left alone.
    public var idle = 60.0
    /// Seconds that a session may go on after its last call.
    public var linger = 300.0

    /// What becomes of the calls of a session that had to be stopped.
    public var onStopped = OnStopped.hangUp
    /// What is done about a play or recognition of which nobody knows whether it happened.
    public var onUnknown = OnUnknown.repeats

    /// What becomes of the calls of a session that had to be stopped: nobody is left in silence.
    public enum OnStopped: Sendable, Equatable {
        case hangUp
        /// The application leaves, the others talk on.
        case leave
        /// Whoever is in the call is sent there; who cannot be is hung up on.
        case transfer(CommunicationIdentifier)
    }

    /// The defaults.
    public init() {}
}
