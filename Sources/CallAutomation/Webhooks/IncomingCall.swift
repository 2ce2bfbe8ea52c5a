import CallModel

/// The payload of an `IncomingCall` event: an offer that may be answered, rejected or redirected (protocol reference, 8.1).
public struct IncomingCall: Sendable, Equatable {
    /// A header that the caller's side gave along.
    public struct Header: Sendable, Equatable {
        /// As the sender wrote it.
        public var name: String
        /// As the sender wrote it.
        public var value: String
    }

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
    /// What came from the phone network.
    public var sipHeaders: [Header]
    /// What came from a client or another application.
    public var voipHeaders: [Header]
    /// The callee on whose behalf the call was forwarded here.
    public var onBehalfOfCallee: CommunicationIdentifier?

    /// Reads the `data` of an event.
    public init(data: [UInt8]) throws(WebhookFault) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: data)
        } catch {
            throw WebhookFault(.notJSON, "data of the IncomingCall event is \(error)")
        }
        guard let context = json["incomingCallContext"]?.stringValue, !context.isEmpty else {
            throw WebhookFault(.missingAttribute, "data of the IncomingCall event has no incomingCallContext")
        }
        to = try Self.identifier(json, "to")
        from = try Self.identifier(json, "from")
        callerDisplayName = json["callerDisplayName"]?.stringValue ?? ""
        serverCallID = json["serverCallId"]?.stringValue
        correlationID = json["correlationId"]?.stringValue
        incomingCallContext = context
        sipHeaders = Self.headers(json["customContext"]?["sipHeaders"])
        voipHeaders = Self.headers(json["customContext"]?["voipHeaders"])
        onBehalfOfCallee = json["onBehalfOfCallee"].flatMap(CommunicationIdentifier.init(json:))
    }

    /// The value of a SIP header. The service spells User-To-User in several ways, so case and hyphens do not count.
    public func sipHeader(_ name: String) -> String? { Self.value(of: name, in: sipHeaders) }

    /// The value of a VoIP header; case and hyphens do not count.
    public func voipHeader(_ name: String) -> String? { Self.value(of: name, in: voipHeaders) }

    private static func value(of name: String, in headers: [Header]) -> String? {
        func plain(_ text: String) -> String { text.filter { $0 != "-" }.lowercased() }
        let wanted = plain(name)
        return headers.first { plain($0.name) == wanted }?.value
    }

    private static func identifier(_ json: JSONValue, _ name: String) throws(WebhookFault) -> CommunicationIdentifier {
        guard let found = json[name].flatMap(CommunicationIdentifier.init(json:)) else {
            throw WebhookFault(.missingAttribute, "\(name) of the IncomingCall event names nobody")
        }
        return found
    }

    private static func headers(_ json: JSONValue?) -> [Header] {
        (json?.objectValue?.members ?? []).compactMap { member in
            member.value.stringValue.map { Header(name: member.name, value: $0) }
        }
    }
}
