/// The payload of an `IncomingCall` event: an offer that may be answered, rejected or redirected (protocol reference, 8.1).
public struct IncomingCall: Sendable, Equatable {
    /// Who was called.
    public var to: CommunicationIdentifier
    /// Who calls.
    public var from: CommunicationIdentifier
    /// May be empty.
    public var callerDisplayName: String
    /// The service's id of the whole call.
    public var serverCallID: String?
    /// The trace id of the whole call.
    public var correlationID: String?
    /// The token of the offer; expires 30 seconds after the event.
    public var incomingCallContext: String
    /// What came along from the phone network, a client or another application; keys as the sender wrote them.
    public var customContext: CustomCallingContext?
    /// The callee on whose behalf the call was forwarded here.
    public var onBehalfOfCallee: CommunicationIdentifier?

    /// An offer from its parts.
    public init(
        to: CommunicationIdentifier, from: CommunicationIdentifier, incomingCallContext: String,
        callerDisplayName: String = "", serverCallID: String? = nil, correlationID: String? = nil,
        customContext: CustomCallingContext? = nil, onBehalfOfCallee: CommunicationIdentifier? = nil
    ) {
        self.to = to
        self.from = from
        self.incomingCallContext = incomingCallContext
        self.callerDisplayName = callerDisplayName
        self.serverCallID = serverCallID
        self.correlationID = correlationID
        self.customContext = customContext
        self.onBehalfOfCallee = onBehalfOfCallee
    }

    /// Reads the `data` of an event.
    public init(data: [UInt8]) throws(EventFault) {
        try self.init(try PayloadReader(event: "IncomingCall", data: data))
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        incomingCallContext = try reader.required("incomingCallContext", reader.text("incomingCallContext"))
        guard !incomingCallContext.isEmpty else { throw reader.fault("incomingCallContext", "is empty") }
        to = try reader.required("to", reader.identifier("to"))
        from = try reader.required("from", reader.identifier("from"))
        callerDisplayName = try reader.text("callerDisplayName") ?? ""
        serverCallID = try reader.text("serverCallId")
        correlationID = try reader.text("correlationId")
        customContext = try reader.object("customContext").map { reader throws(EventFault) in
            try CustomCallingContext(reader)
        }
        onBehalfOfCallee = try reader.identifier("onBehalfOfCallee")
    }

    var json: JSONValue {
        [
            "to": to.json, "from": from.json, "serverCallId": serverCallID.map(JSONValue.string),
            "callerDisplayName": .string(callerDisplayName), "customContext": customContext?.json,
            "incomingCallContext": .string(incomingCallContext),
            "correlationId": correlationID.map(JSONValue.string), "onBehalfOfCallee": onBehalfOfCallee?.json,
        ]
    }

    /// The value of a SIP header. The service spells User-To-User in several ways, so case and hyphens do not count.
    public func sipHeader(_ name: String) -> String? { customContext?.sipHeader(name) }

    /// The value of a VoIP header; case and hyphens do not count.
    public func voipHeader(_ name: String) -> String? { customContext?.voipHeader(name) }
}
