/// Something that the service can play.
public enum PlaySource: Sendable, Equatable, Codable {
    /// A WAV file (mono, 16-bit, 16 kHz) or MP3 at an address that the service can reach.
    case file(uri: String)
    /// Text to speak; needs an AI resource, and a voice name or a locale with a voice kind.
    case text(String, voice: Voice)
}

/// How text is spoken.
public struct Voice: Sendable, Equatable, Codable {
    /// Such as `en-US-AvaNeural`; nil leaves the choice to `locale` and `kind`.
    public var name: String?
    /// BCP-47, such as `en-US`.
    public var locale: String?
    /// `male` or `female`; used with `locale` when no name is given.
    public var kind: String?

    /// A voice by name, or by locale and kind.
    public init(name: String? = nil, locale: String? = nil, kind: String? = nil) {
        self.name = name
        self.locale = locale
        self.kind = kind
    }
}
