import CallModel

/// An error body of the service in full: `{"error": {"code", "message", "target", "details"}}` (protocol reference,
/// section 3). `ActionFailure` is what flows get; this is for logs, the console and the doctor.
public struct ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The HTTP status.
    public var status: Int
    /// As the service wrote it: mostly the sub-code as text.
    public var code: String
    /// The code, when it is a number.
    public var subCode: Int?
    /// The service's words.
    public var message: String
    /// What the error is about, where the service says so.
    public var target: String?
    /// Further messages.
    public var details: [String]

    /// Reads the body of an answer; one that is no error body leaves the texts empty.
    public init(status: Int, body: [UInt8]) {
        let error = (try? JSONValue(parsing: body))?["error"]
        self.status = status
        code = error?["code"]?.stringValue ?? ""
        subCode = Int(code)
        message = error?["message"]?.stringValue ?? ""
        target = error?["target"]?.stringValue
        details = (error?["details"]?.arrayValue ?? []).compactMap { $0["message"]?.stringValue }
    }

    /// What a person can do about it; one sentence, or nil.
    public var remedy: String? { ErrorCatalogue.remedy(subCode: subCode, code: status) }

    /// One line with everything that is known.
    public var description: String {
        var parts = ["the service answered \(status)\(code.isEmpty ? "" : " / \(code)")"]
        if !message.isEmpty { parts.append(message) }
        parts += details
        if let target { parts.append("target: \(target)") }
        if let remedy { parts.append(remedy) }
        return parts.joined(separator: "; ")
    }
}
