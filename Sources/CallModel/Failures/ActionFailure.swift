/// Why an action had no success: what a flow gets as `err` beside `nil`.
public struct ActionFailure: Error, Sendable, Equatable, Codable {
    /// What the caller is told.
    public var reason: FailureReason
    /// The service's status, where one came.
    public var code: Int?
    /// The detail within the status.
    public var subCode: Int?
    /// Words for a person.
    public var message: String
    /// What a person can do about it; one sentence.
    public var remedy: String?
    /// The event that brought the failure.
    public var event: CallEvent?

    /// A failure from its parts.
    public init(
        reason: FailureReason, code: Int? = nil, subCode: Int? = nil, message: String, remedy: String? = nil,
        event: CallEvent? = nil
    ) {
        self.reason = reason
        self.code = code
        self.subCode = subCode
        self.message = message
        self.remedy = remedy ?? ErrorCatalogue.remedy(subCode: subCode, code: code)
        self.event = event
    }

    /// The failure that an event of the service reports, with its own `resultInformation`.
    public init(event: CallEvent) {
        let result = (try? event.parsedData()).flatMap { ResultInformation(eventData: $0) }
        self.init(event: event, result: result ?? ResultInformation(code: 0, subCode: 0))
    }

    /// The failure that an event of the service reports.
    public init(event: CallEvent, result: ResultInformation) {
        self.init(
            reason: FailureReason(code: result.code, subCode: result.subCode), code: result.code,
            subCode: result.subCode, message: result.message, event: event)
    }

    /// The failure that an error response reports: `{"error": {"code", "message"}}`, where the code is mostly the
    /// sub-code as text (protocol reference, section 3).
    public init(status: Int, body: [UInt8]) {
        let error = (try? JSONValue(parsing: body))?["error"]
        let text = error?["code"]?.stringValue ?? ""
        let subCode = Int(text)
        self.init(
            reason: FailureReason(code: status, subCode: subCode ?? 0), code: status, subCode: subCode,
            message: error?["message"]?.stringValue ?? "the service answered \(status)")
    }
}
