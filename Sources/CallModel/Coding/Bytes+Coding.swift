/// Bytes that are mostly text, written as one where they are.
struct CodedBytes: Codable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            bytes = Array(text.utf8)
        } else {
            bytes = try container.decode([UInt8].self)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let text = String(validating: bytes, as: UTF8.self) {
            try container.encode(text)
        } else {
            try container.encode(bytes)
        }
    }
}

extension PreparedRequest: Codable {
    private enum Keys: CodingKey { case method, path, body, takesRepeatability }

    /// Reads what `encode` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        self.init(
            method: try container.decode(String.self, forKey: .method),
            path: try container.decode(String.self, forKey: .path),
            body: try container.decode(CodedBytes.self, forKey: .body).bytes,
            takesRepeatability: try container.decode(Bool.self, forKey: .takesRepeatability))
    }

    /// Writes the exact request.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(method, forKey: .method)
        try container.encode(path, forKey: .path)
        try container.encode(CodedBytes(body), forKey: .body)
        try container.encode(takesRepeatability, forKey: .takesRepeatability)
    }
}

extension CallEvent: Codable {
    private enum Part: CodingKey { case id, name, source, subject, time, data }

    /// Reads what `encode` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Part.self)
        func text(_ key: Part) throws -> String { try container.decode(String.self, forKey: key) }
        self.init(
            id: try text(.id), name: try text(.name), source: try text(.source), subject: try text(.subject),
            time: try text(.time), data: try container.decode(CodedBytes.self, forKey: .data).bytes)
    }

    /// Writes the envelope, and the payload as it came.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Part.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(source, forKey: .source)
        try container.encode(subject, forKey: .subject)
        try container.encode(time, forKey: .time)
        try container.encode(CodedBytes(data), forKey: .data)
    }
}

extension JSONValue: Codable {
    /// Reads a document that was written as text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try JSONValue(parsing: Array(text.utf8))
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
        }
    }

    /// Writes the document as text: one layer of a format inside another needs no agreement about numbers.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
