/// How an operation or a call ended, in the service's own codes.
public struct ResultInformation: Sendable, Equatable {
    /// The status, such as 200 or 486.
    public var code: Int
    /// The detail within the status.
    public var subCode: Int
    /// Words for a person.
    public var message: String

    /// A result with its codes.
    public init(code: Int, subCode: Int, message: String = "") {
        self.code = code
        self.subCode = subCode
        self.message = message
    }

    /// Reads `resultInformation` of an event's data; nil when there is none.
    public init?(eventData: JSONValue) {
        guard let result = eventData["resultInformation"] else { return nil }
        self.init(
            code: result["code"]?.intValue ?? 0, subCode: result["subCode"]?.intValue ?? 0,
            message: result["message"]?.stringValue ?? "")
    }

    /// The service's JSON form.
    public var json: JSONValue {
        ["code": .integer(Int64(code)), "subCode": .integer(Int64(subCode)), "message": .string(message)]
    }
}
