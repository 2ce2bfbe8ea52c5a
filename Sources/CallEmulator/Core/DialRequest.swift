import CallModel

/// What a phone is asked to do.
public struct DialRequest: Sendable {
    /// The number or raw id that is called.
    public var to: String
    /// Key sequences, each pressed at one recognition; an empty one lets that recognition pass.
    public var press: [String] = []
    /// What the phone says, one for each time that something listens for speech; an empty one is silence.
    public var say: [String] = []
    /// The caller's name, as callees see it.
    public var displayName = ""
    /// Seconds after which the phone hangs up, counted from the dialling.
    public var hangUpAfter: Double?
    /// Whether the phone hangs up when the application has nothing going on for a while.
    public var hangsUpWhenIdle = false
    /// Passed on as `customContext` of the IncomingCall event: `sipHeaders` and `voipHeaders`.
    public var customContext: JSONValue?

    /// A call to somebody, with keys to press.
    public init(to: String, press: [String] = []) {
        self.to = to
        self.press = press
    }
}

/// The names of a call that was dialled.
public struct DialedCall: Sendable, Equatable {
    /// The name in the control API.
    public var callID: String
    /// The same for all legs.
    public var correlationID: String
    /// The same for all legs.
    public var serverCallID: String
}

/// Why a command of the control API cannot be carried out.
public struct ControlError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The HTTP status that fits.
    public var status: Int
    /// A sentence for a person.
    public var message: String

    /// The message.
    public var description: String { message }
}
