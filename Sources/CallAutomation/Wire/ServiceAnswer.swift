import CallModel

/// The typed body of an answer. Read leniently: every field may be missing, and unknown ones are ignored, as the official
/// clients have it.
public protocol ServiceAnswer: Sendable, Equatable {
    /// Reads a parsed body.
    init(json: JSONValue)
}

extension ServiceAnswer {
    /// Reads the body of an answer.
    public init(body: [UInt8]) throws(JSONError) {
        self.init(json: try JSONValue(parsing: body))
    }
}
