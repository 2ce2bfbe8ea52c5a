/// Something that the service can play.
public enum PlaySource: Sendable, Equatable, Codable {
    /// A WAV file (mono, 16-bit, 16 kHz) or MP3 at an address that the service can reach.
    case file(uri: String)
    /// Text to speak; needs an AI resource, and a voice name or a locale with a voice kind.
    case text(String, voice: Voice)
    /// A whole SSML document, which names its voice itself; needs an AI resource.
    case ssml(String, customVoiceEndpointID: String? = nil)
    /// The same; the service keeps what is heard for an hour under this id.
    indirect case cached(PlaySource, id: String)

    /// What is played, whatever is kept of it.
    public var content: PlaySource {
        if case .cached(let source, _) = self { return source.content }
        return self
    }
}

/// How text is spoken.
public struct Voice: Sendable, Equatable, Codable {
    /// Such as `en-US-AvaNeural`; nil leaves the choice to `locale` and `kind`.
    public var name: String?
    /// BCP-47, such as `en-US`.
    public var locale: String?
    /// `male` or `female`; used with `locale` when no name is given.
    public var kind: String?
    /// The endpoint of a custom voice, whose name is `name`.
    public var customEndpointID: String?

    /// A voice by name, or by locale and kind.
    public init(
        name: String? = nil, locale: String? = nil, kind: String? = nil, customEndpointID: String? = nil
    ) {
        self.name = name
        self.locale = locale
        self.kind = kind
        self.customEndpointID = customEndpointID
    }
}
