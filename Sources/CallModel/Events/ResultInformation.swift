/// How an operation or a call ended, in the service's own codes.
public struct ResultInformation: Sendable, Equatable {
    /// A code of the phone network beside the service's own.
    public struct Diagnostic: Sendable, Equatable {
        /// The carrier's own code.
        public var code: Int?
        /// The carrier's words.
        public var message: String?

        /// A code with its words.
        public init(code: Int?, message: String? = nil) {
            self.code = code
            self.message = message
        }

        init?(json: JSONValue?) {
            guard let json, json.objectValue != nil else { return nil }
            code = json["code"]?.intValue
            message = json["message"]?.stringValue
        }

        var json: JSONValue {
            ["code": code.map { .integer(Int64($0)) }, "message": message.map(JSONValue.string)]
        }
    }

    /// The status, such as 200 or 486.
    public var code: Int
    /// The detail within the status.
    public var subCode: Int
    /// Words for a person.
    public var message: String
    /// The SIP status of the phone network; only for phones, and not always.
    public var sipDetails: Diagnostic?
    /// The Q.850 cause of the phone network; only for phones, and not always.
    public var q850Details: Diagnostic?

    /// A result with its codes.
    public init(
        code: Int, subCode: Int, message: String = "", sipDetails: Diagnostic? = nil, q850Details: Diagnostic? = nil
    ) {
        self.code = code
        self.subCode = subCode
        self.message = message
        self.sipDetails = sipDetails
        self.q850Details = q850Details
    }

    /// Reads `resultInformation` of an event's data; nil when there is none.
    public init?(eventData: JSONValue) {
        guard let result = eventData["resultInformation"] else { return nil }
        self.init(
            code: result["code"]?.intValue ?? 0, subCode: result["subCode"]?.intValue ?? 0,
            message: result["message"]?.stringValue ?? "", sipDetails: Diagnostic(json: result["sipDetails"]),
            q850Details: Diagnostic(json: result["q850Details"]))
    }

    /// The service's JSON form.
    public var json: JSONValue {
        [
            "code": .integer(Int64(code)), "subCode": .integer(Int64(subCode)), "message": .string(message),
            "sipDetails": sipDetails?.json, "q850Details": q850Details?.json,
        ]
    }
}
