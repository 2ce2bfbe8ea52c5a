/// What the properties of a connection say about its streams (class `ask` of durable-calls): whether what an action wants is
/// so already.
public enum StreamState {
    /// Whether the wanted state holds.
    /// - Parameter properties: an answer of the service, CallConnectionProperties.
    /// - Returns: nil when the answer does not tell, or the action is not about a stream.
    public static func holds(_ action: CallAction, in properties: JSONValue) -> Bool? {
        switch action {
        case .startTranscription(let start):
            guard let isActive = isActive("transcriptionSubscription", in: properties) else { return nil }
            return isActive && speaks(start.locale, in: properties) != false
        case .updateTranscription(let update):
            guard isActive("transcriptionSubscription", in: properties) != nil else { return nil }
            return speaks(update.locale, in: properties)
        case .stopTranscription: return isActive("transcriptionSubscription", in: properties).map { !$0 }
        case .startMediaStreaming: return isActive("mediaStreamingSubscription", in: properties)
        case .stopMediaStreaming: return isActive("mediaStreamingSubscription", in: properties).map { !$0 }
        default: return nil
        }
    }

    private static func isActive(_ subscription: String, in properties: JSONValue) -> Bool? {
        switch properties[subscription]?["state"]?.stringValue?.lowercased() {
        case "active": true
        case "inactive", "disabled": false
        default: nil
        }
    }

    /// Whether the transcription is in a language; nil when one of both is not told.
    private static func speaks(_ locale: String?, in properties: JSONValue) -> Bool? {
        guard let locale, let told = properties["transcriptionSubscription"]?["locale"]?.stringValue else { return nil }
        return told.lowercased() == locale.lowercased()
    }
}
