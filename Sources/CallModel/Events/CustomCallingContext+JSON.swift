extension CustomCallingContext {
    /// The value of a SIP header; case and hyphens of its name do not count.
    public func sipHeader(_ name: String) -> String? { Self.value(of: name, in: sipHeaders) }

    /// The value of a VoIP header; case and hyphens of its name do not count.
    public func voipHeader(_ name: String) -> String? { Self.value(of: name, in: voipHeaders) }

    /// The headers in the service's JSON form, as events carry them; the details for Teams go out only with requests.
    public var json: JSONValue {
        func object(_ headers: [Header]) -> JSONValue? {
            headers.isEmpty ? nil : .object(JSONObject(headers.map { ($0.name, .string($0.value)) }))
        }
        return ["voipHeaders": object(voipHeaders), "sipHeaders": object(sipHeaders)]
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        func headers(_ name: String) throws(EventFault) -> [Header] {
            guard let object = try reader.object(name) else { return [] }
            var found: [Header] = []
            for member in object.json.objectValue?.members ?? [] {
                if let value = try object.text(member.name) { found.append(Header(member.name, value)) }
            }
            return found
        }
        self.init(voipHeaders: try headers("voipHeaders"), sipHeaders: try headers("sipHeaders"))
    }

    private static func value(of name: String, in headers: [Header]) -> String? {
        func plain(_ text: String) -> String { text.filter { $0 != "-" }.lowercased() }
        let wanted = plain(name)
        return headers.first { plain($0.name) == wanted }?.value
    }
}
