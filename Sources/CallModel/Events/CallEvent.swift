/// One event as it came from the service: the envelope scanned, `data` still bytes until somebody looks at it.
public struct CallEvent: Sendable, Equatable {
    /// Unique per event; the same across redeliveries.
    public var id: String
    /// The type without its prefix, such as `CallConnected`.
    public var name: String
    /// `calling/callConnections/{id}` or the Event Grid topic.
    public var source: String
    /// What the event is about, in the sender's words.
    public var subject: String
    /// As written by the sender, ISO 8601; may be empty.
    public var time: String
    /// The JSON text of `data`.
    public var data: [UInt8]

    /// An event with the given envelope.
    public init(
        id: String, name: String, source: String = "", subject: String = "", time: String = "", data: [UInt8] = []
    ) {
        self.id = id
        self.name = name
        self.source = source
        self.subject = subject
        self.time = time
        self.data = data
    }

    /// The prefix of every type of the service.
    public static let typePrefix = "Microsoft.Communication."

    /// The payload as a value, parsed anew at each call.
    public func parsedData() throws(JSONError) -> JSONValue { try JSONValue(parsing: data) }

    /// The parts of `data` by which an event finds its operation, scanned without making values of the rest.
    public func scannedKeys() -> Keys { Keys(scanning: data) }

    /// What correlates an event.
    public struct Keys: Sendable, Equatable {
        /// The id of the connection.
        public var callConnectionID: String?
        /// The text that the result events of the operation repeat.
        public var operationContext: String?
        /// The trace id of the whole call.
        public var correlationID: String?
        /// The service's id of the whole call.
        public var serverCallID: String?

        init(scanning data: [UInt8]) {
            var reader = JSONReader(data)
            var found = (connection: String?.none, context: String?.none, correlation: String?.none, call: String?.none)
            try? reader.readObject { name, reader throws(JSONError) in
                switch name {
                case "callConnectionId": found.connection = try reader.readStringIfAny()
                case "operationContext": found.context = try reader.readStringIfAny()
                case "correlationId": found.correlation = try reader.readStringIfAny()
                case "serverCallId": found.call = try reader.readStringIfAny()
                default: try reader.skipValue()
                }
            }
            callConnectionID = found.connection
            operationContext = found.context
            correlationID = found.correlation
            serverCallID = found.call
        }
    }
}
