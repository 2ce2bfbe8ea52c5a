/// Puts one participant on hold, or takes that back.
public struct HoldAction: Sendable, Equatable, Codable {
    /// Who is meant.
    public var target: CommunicationIdentifier
    /// What they hear meanwhile, again and again; the service's own tone by default. Only where they are put on hold.
    public var music: PlaySource?
    /// The text that the failure event of the operation repeats.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// Hold, or its end, for `target`.
    public init(
        target: CommunicationIdentifier, music: PlaySource? = nil, operationContext: String? = nil,
        operationCallbackURI: String? = nil
    ) {
        self.target = target
        self.music = music
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}
