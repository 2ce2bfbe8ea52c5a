// Names are written as the text that they are. Declared apart from the types: who reads about those need not read this.

extension CommunicationIdentifier: Codable {
    /// Reads a raw id.
    public init(from decoder: any Decoder) throws {
        self.init(rawID: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the raw id, of which all else follows.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawID)
    }
}

extension SessionID: Codable {
    /// Reads a name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = SessionID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no session's name")
        }
        self = id
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension OperationID: Codable, CodingKeyRepresentable {
    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// Reads `3` or `r3`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = OperationID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no operation's name")
        }
        self = id
    }

    /// Writes `3` or `r3`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The name as the key of a dictionary.
    public var codingKey: any CodingKey { Key(description) }

    /// Reads the key of a dictionary.
    public init?<Other: CodingKey>(codingKey: Other) { self.init(codingKey.stringValue) }
}
