import CallModel

// What the control API shows, read back by whoever drives an emulator from another process.

extension PhoneStanding {
    /// Reads a phone of the control API; nil when it is none.
    public init?(json: JSONValue) {
        guard let number = json["phone"]?.stringValue, let rawID = json["raw_id"]?.stringValue,
            let isRung = json["rung"]?.boolValue, let isListenedTo = json["listened_to"]?.boolValue,
            let isHeard = json["heard"]?.boolValue
        else { return nil }
        self.init(
            number: number, rawID: rawID, callID: json["call_id"]?.stringValue,
            lastCallID: json["last_call_id"]?.stringValue, isRung: isRung, isListenedTo: isListenedTo, isHeard: isHeard)
    }
}

extension CallStanding {
    /// Reads a call of the control API; nil when it is none.
    public init?(json: JSONValue) {
        guard let id = json["call_id"]?.stringValue, let state = json["state"]?.stringValue,
            let correlationID = json["correlation_id"]?.stringValue,
            let serverCallID = json["server_call_id"]?.stringValue
        else { return nil }
        let participants = json["participants"]?.arrayValue ?? []
        self.init(
            id: id, state: state, outcome: json["ended"]?["how"]?.stringValue, correlationID: correlationID,
            serverCallID: serverCallID,
            participants: participants.filter { $0["call_connection_id"]?.stringValue == nil }
                .compactMap { $0["raw_id"]?.stringValue },
            ringing: json["ringing"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            connections: json["connections"]?.arrayValue?.compactMap { $0["call_connection_id"]?.stringValue } ?? [])
    }
}

extension TimelineEntry {
    private static let ownMembers: Set = ["seq", "at", "time", "elapsed_ms", "kind", "text"]

    /// Reads an entry of the control API; nil when it is none.
    public init?(json: JSONValue) {
        guard let seq = json["seq"]?.intValue, let time = json["time"]?.doubleValue,
            let elapsed = json["elapsed_ms"]?.intValue, let text = json["text"]?.stringValue,
            let kind = json["kind"]?.stringValue.flatMap({ Kind(rawValue: $0) })
        else { return nil }
        let others = json.objectValue?.members.filter { !Self.ownMembers.contains($0.name) } ?? []
        self.init(
            seq: seq, time: time, elapsedMilliseconds: elapsed, kind: kind, text: text,
            details: JSONObject(others.map { (name: $0.name, value: $0.value) }))
    }
}
