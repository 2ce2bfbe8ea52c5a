/// A call is over for everyone.
public struct CallEnded: Sendable, Equatable {
    /// Who or what ended a call.
    public struct Ender: Sendable, Equatable {
        /// Who, where it was somebody.
        public var identifier: CommunicationIdentifier?
        /// `Participant` or `MicrosoftInternal`.
        public var type: String?
        /// Their name.
        public var name: String?

        /// Somebody or something by its parts.
        public init(_ identifier: CommunicationIdentifier?, type: String? = nil, name: String? = nil) {
            self.identifier = identifier
            self.type = type
            self.name = name
        }
    }

    /// Why a call ended.
    public struct Reason: Sendable, Equatable {
        /// The status.
        public var code: Int?
        /// The detail within the status.
        public var subCode: Int?
        /// Words for a person.
        public var phrase: String?

        /// A reason by its parts.
        public init(code: Int?, subCode: Int? = nil, phrase: String? = nil) {
            self.code = code
            self.subCode = subCode
            self.phrase = phrase
        }
    }

    /// Which call.
    public var call: CallFacts
    /// Who ended it.
    public var endedBy: Ender?
    /// Why it ended.
    public var reason: Reason?
    /// In seconds.
    public var duration: Double?

    /// An end from its parts.
    public init(call: CallFacts, endedBy: Ender? = nil, reason: Reason? = nil, duration: Double? = nil) {
        self.call = call
        self.endedBy = endedBy
        self.reason = reason
        self.duration = duration
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        call = try CallFacts(reader)
        if let ender = try reader.object("endedBy") {
            endedBy = Ender(
                try ender.identifier("communicationIdentifier"), type: try ender.text("type"),
                name: try ender.text("name"))
        }
        if let why = try reader.object("reason") {
            reason = Reason(
                code: try why.int("code"), subCode: try why.int("subCode"), phrase: try why.text("phrase"))
        }
        // One sample of the documentation has the other name.
        let other = try reader.number("durationOfCall")
        duration = try reader.number("callDurationInSeconds") ?? other
    }

    var json: JSONValue {
        let by: JSONValue? = endedBy.map {
            [
                "communicationIdentifier": $0.identifier?.json, "type": $0.type.map(JSONValue.string),
                "name": $0.name.map(JSONValue.string),
            ]
        }
        let why: JSONValue? = reason.map {
            [
                "code": $0.code.map { .integer(Int64($0)) }, "subCode": $0.subCode.map { .integer(Int64($0)) },
                "phrase": $0.phrase.map(JSONValue.string),
            ]
        }
        return call.json(["endedBy": by, "reason": why, "callDurationInSeconds": duration.map(JSONValue.number)])
    }
}
