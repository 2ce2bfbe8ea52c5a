/// Presses keys in a call: somebody on a phone hears them, or the machine that answered there.
public struct SendDTMFAction: Sendable, Equatable, Codable {
    /// The keys, in order; from 1 to 18.
    public var tones: [Tone]
    /// Who hears them; the service takes phones only.
    public var target: CommunicationIdentifier
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// How many keys the service takes at a time.
    public static let mostTones = 18

    /// Keys for `target`.
    public init(
        tones: [Tone], target: CommunicationIdentifier, operationContext: String? = nil,
        operationCallbackURI: String? = nil
    ) {
        self.tones = tones
        self.target = target
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

/// Begins or ends to tell every key that somebody presses, beside whatever else goes on in the call.
public struct ContinuousDTMFAction: Sendable, Equatable, Codable {
    /// Whose keys.
    public var target: CommunicationIdentifier
    /// The text that the events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// The keys of `target`.
    public init(
        target: CommunicationIdentifier, operationContext: String? = nil, operationCallbackURI: String? = nil
    ) {
        self.target = target
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}
