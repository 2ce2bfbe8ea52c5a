/// Speaks over whatever one participant hears, such as the music of a hold, which goes on afterwards. Only in the preview
/// version 2024-09-01-preview of the service's interface.
public struct AnnounceAction: Sendable, Equatable, Codable {
    /// What is played, in order.
    public var sources: [PlaySource]
    /// Who hears it; nil leaves it to the service.
    public var target: CommunicationIdentifier?
    /// The text that the result events of the operation repeat.
    public var operationContext: String?

    /// An announcement to `target`.
    public init(sources: [PlaySource], target: CommunicationIdentifier?, operationContext: String? = nil) {
        (self.sources, self.target, self.operationContext) = (sources, target, operationContext)
    }
}
