import CallModel

/// What the service says about one call connection: the answer to create, answer, connect and get. Every field may be
/// missing, and unknown ones are ignored (protocol reference, section 6).
public struct CallConnectionProperties: ServiceAnswer {
    /// Where the connection is in its life.
    public enum State: String, Sendable, CaseIterable {
        case unknown, connecting, connected, transferring, transferAccepted, disconnecting, disconnected
    }

    /// The id of the connection.
    public var callConnectionID: String?
    /// The same for every leg of a call; may come only once the call is connected.
    public var serverCallID: String?
    /// The trace id of the whole call.
    public var correlationID: String?
    /// `unknown` also where the service sent a word that this version does not know.
    public var state: State
    /// Where the events of the connection go.
    public var callbackURI: String?
    /// Who started the call.
    public var source: CommunicationIdentifier?
    /// Who was called.
    public var targets: [CommunicationIdentifier]
    /// The calling number in E.164 form.
    public var sourceCallerIDNumber: String?
    /// The name that callees see.
    public var sourceDisplayName: String?
    /// Raw id of the identity that answered.
    public var answeredBy: String?
    /// The number on whose behalf the call was answered.
    public var answeredFor: String?
    /// The stream of the call's sound, where one was asked for.
    public var mediaStreaming: StreamSubscription?
    /// The transcription of the call, where one was asked for.
    public var transcription: StreamSubscription?

    /// Reads the properties from a parsed answer.
    public init(json: JSONValue) {
        callConnectionID = json["callConnectionId"]?.stringValue
        serverCallID = json["serverCallId"]?.stringValue
        correlationID = json["correlationId"]?.stringValue
        state = json["callConnectionState"]?.stringValue.flatMap(State.init(rawValue:)) ?? .unknown
        callbackURI = json["callbackUri"]?.stringValue
        source = json["source"].flatMap(CommunicationIdentifier.init(json:))
        targets = (json["targets"]?.arrayValue ?? []).compactMap(CommunicationIdentifier.init(json:))
        sourceCallerIDNumber = json["sourceCallerIdNumber"]?["value"]?.stringValue
        sourceDisplayName = json["sourceDisplayName"]?.stringValue
        answeredBy = json["answeredBy"]?["id"]?.stringValue
        answeredFor = json["answeredFor"]?["value"]?.stringValue
        mediaStreaming = StreamSubscription(
            json: json["mediaStreamingSubscription"], contents: "subscribedContentTypes")
        transcription = StreamSubscription(json: json["transcriptionSubscription"], contents: "subscribedResultTypes")
    }
}

/// What is sent to a web socket of the application while a call lasts.
public struct StreamSubscription: Sendable, Equatable {
    /// The service's id of it.
    public var id: String?
    /// `disabled`, `inactive` or `active`, or a word that this version does not know.
    public var state: String?
    /// What is sent: `audio`, or `final` and `intermediate`.
    public var contents: [String]
    /// The language, of a transcription.
    public var locale: String?

    init?(json: JSONValue?, contents name: String) {
        guard let json, json.objectValue != nil else { return nil }
        id = json["id"]?.stringValue
        state = json["state"]?.stringValue
        contents = (json[name]?.arrayValue ?? []).compactMap(\.stringValue)
        locale = json["locale"]?.stringValue
    }
}
