/// What every event of a connection tells; all that most of them tell.
public struct CallOutcome: Sendable, Equatable {
    /// The connection that the event is about.
    public var callConnectionID: String
    /// The service's id of the whole call.
    public var serverCallID: String?
    /// The trace id of the whole call.
    public var correlationID: String?
    /// What the request of the operation said; nil where none did.
    public var operationContext: String?
    /// How it went.
    public var result: ResultInformation?

    /// An outcome from its parts.
    public init(
        callConnectionID: String, serverCallID: String? = nil, correlationID: String? = nil,
        operationContext: String? = nil, result: ResultInformation? = nil
    ) {
        self.callConnectionID = callConnectionID
        self.serverCallID = serverCallID
        self.correlationID = correlationID
        self.operationContext = operationContext
        self.result = result
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        callConnectionID = try reader.required("callConnectionId", reader.text("callConnectionId"))
        serverCallID = try reader.text("serverCallId")
        correlationID = try reader.text("correlationId")
        operationContext = try reader.text("operationContext")
        if let result = try reader.object("resultInformation") {
            for name in ["code", "subCode"] { _ = try result.int(name) }
            _ = try result.text("message")
            for name in ["sipDetails", "q850Details"] {
                guard let details = try result.object(name) else { continue }
                _ = try details.int("code")
                _ = try details.text("message")
            }
        }
        result = ResultInformation(eventData: reader.json)
    }

    /// The service's JSON form, with the members that an event has beside these.
    func json(_ own: JSONObject = [:]) -> JSONValue {
        let common: JSONObject = [
            "operationContext": operationContext.map(JSONValue.string), "resultInformation": result?.json,
            "callConnectionId": .string(callConnectionID), "serverCallId": serverCallID.map(JSONValue.string),
            "correlationId": correlationID.map(JSONValue.string),
        ]
        return .object(JSONObject(own.members + common.members))
    }
}
