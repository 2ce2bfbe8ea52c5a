/// Gives the call to somebody else. The target sees the transferee's own caller ID (protocol reference, section 11).
public struct TransferAction: Sendable, Equatable, Codable {
    /// Who is meant.
    public var target: CommunicationIdentifier
    /// Who is transferred out of a group; nil in a call of two.
    public var transferee: CommunicationIdentifier?
    /// Given to the target.
    public var customCallingContext: CustomCallingContext?
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// A transfer to `target`.
    public init(
        target: CommunicationIdentifier, transferee: CommunicationIdentifier? = nil,
        customCallingContext: CustomCallingContext? = nil, operationContext: String? = nil,
        operationCallbackURI: String? = nil
    ) {
        self.target = target
        self.transferee = transferee
        self.customCallingContext = customCallingContext
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}
