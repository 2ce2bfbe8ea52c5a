import CallModel
import Foundation

/// Reads the members of a request body and says which one is wrong.
struct Fields: Sendable {
    let json: JSONValue
    private let path: String

    /// A body: an object, or nothing at all.
    init(parsing bytes: [UInt8]) throws(ServiceError) {
        path = ""
        if bytes.isEmpty {
            json = .object(JSONObject())
            return
        }
        do { json = try JSONValue(parsing: bytes) } catch {
            throw ServiceError(status: 400, code: "8523", message: "The request body is \(error.description).")
        }
        guard json.objectValue != nil else { throw .invalid("the body", "must be a JSON object") }
    }

    private init(_ json: JSONValue, path: String) {
        self.json = json
        self.path = path
    }

    private func spot(_ name: String) -> String { path + name }

    /// The refusal for a member that is not there.
    func missing(_ name: String) -> ServiceError { .invalid(spot(name), "is required") }

    /// The refusal for a member that has a fault.
    func invalid(_ name: String, _ sentence: String) -> ServiceError { .invalid(spot(name), sentence) }

    private func required<Value>(_ name: String, _ value: Value?) throws(ServiceError) -> Value {
        guard let value else { throw missing(name) }
        return value
    }

    func string(_ name: String) throws(ServiceError) -> String? {
        guard let value = json[name] else { return nil }
        guard let text = value.stringValue else { throw .invalid(spot(name), "must be a string") }
        return text
    }

    func requiredString(_ name: String) throws(ServiceError) -> String {
        let text = try required(name, try string(name))
        if text.isEmpty { throw .invalid(spot(name), "must not be empty") }
        return text
    }

    func bool(_ name: String) throws(ServiceError) -> Bool? {
        guard let value = json[name] else { return nil }
        guard let flag = value.boolValue else { throw .invalid(spot(name), "must be true or false") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(ServiceError) -> Int? {
        guard let value = json[name] else { return nil }
        guard let number = value.intValue else { throw .invalid(spot(name), "must be a whole number") }
        guard range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            throw .invalid(spot(name), "is \(number) and must be \(bounds)")
        }
        return number
    }

    /// One of the words of an enumeration, matched without regard to case as the service's clients rely on.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _: Word.Type
    ) throws(ServiceError) -> Word? where Word.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let word = Word.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(spot(name), "'\(text)' is none of \(words)")
        }
        return word
    }

    func object(_ name: String) throws(ServiceError) -> Fields? {
        guard let value = json[name] else { return nil }
        guard value.objectValue != nil else { throw .invalid(spot(name), "must be an object") }
        return Fields(value, path: spot(name) + ".")
    }

    func requiredObject(_ name: String) throws(ServiceError) -> Fields {
        try required(name, try object(name))
    }

    func objects(_ name: String) throws(ServiceError) -> [Fields] {
        guard let value = json[name] else { return [] }
        guard let items = value.arrayValue else { throw .invalid(spot(name), "must be an array") }
        var objects: [Fields] = []
        for (index, item) in items.enumerated() {
            guard item.objectValue != nil else { throw .invalid("\(spot(name))[\(index)]", "must be an object") }
            objects.append(Fields(item, path: "\(spot(name))[\(index)]."))
        }
        return objects
    }

    func strings(_ name: String) throws(ServiceError) -> [String] {
        guard let value = json[name] else { return [] }
        guard let items = value.arrayValue else { throw .invalid(spot(name), "must be an array") }
        let texts = items.compactMap(\.stringValue)
        guard texts.count == items.count else { throw .invalid(spot(name), "must hold strings only") }
        return texts
    }

    func words<Word: RawRepresentable & CaseIterable>(
        _ name: String, _: Word.Type
    ) throws(ServiceError) -> [Word] where Word.RawValue == String {
        guard let value = json[name] else { return [] }
        guard let items = value.arrayValue else { throw .invalid(spot(name), "must be an array") }
        var found: [Word] = []
        for item in items {
            guard let text = item.stringValue,
                let word = Word.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() })
            else {
                let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(spot(name), "holds something that is none of \(words)")
            }
            found.append(word)
        }
        return found
    }

    /// An object of texts.
    func texts(_ name: String) throws(ServiceError) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        for (key, value) in try object(name)?.json.objectValue?.members ?? [] where value != .null {
            guard let text = value.stringValue else { throw .invalid("\(spot(name)).\(key)", "must be a string") }
            found.append((key, text))
        }
        return found
    }

    /// An array of identifiers with at least one.
    func requiredIdentifiers(_ name: String) throws(ServiceError) -> [CommunicationIdentifier] {
        _ = try required(name, json[name])
        var found: [CommunicationIdentifier] = []
        for fields in try objects(name) {
            let identifier = try fields.identifier()
            if found.contains(identifier) { throw .invalid(spot(name), "names \(identifier.rawID) twice") }
            found.append(identifier)
        }
        if found.isEmpty { throw .invalid(spot(name), "must name at least one") }
        return found
    }

    func identifier(_ name: String) throws(ServiceError) -> CommunicationIdentifier? {
        guard let fields = try object(name) else { return nil }
        return try fields.identifier()
    }

    func requiredIdentifier(_ name: String) throws(ServiceError) -> CommunicationIdentifier {
        try required(name, try identifier(name))
    }

    /// This object as an identifier.
    func identifier() throws(ServiceError) -> CommunicationIdentifier {
        let place = path.hasSuffix(".") ? String(path.dropLast()) : path
        guard let identifier = CommunicationIdentifier(json: json) else {
            throw .invalid(place, "names nobody: it has neither rawId nor a known sub-object")
        }
        guard identifier.rawID.contains(":") else {
            throw .invalid(place, "has the malformed raw id '\(identifier.rawID)'")
        }
        if let number = identifier.phoneNumber {
            do { _ = try PhoneNumber(number) } catch { throw .invalid(place, "is malformed: \(error.description)") }
        }
        return identifier
    }

    /// A phone number in the form `{"value": "+…"}`.
    func phone(_ name: String) throws(ServiceError) -> String? {
        guard let fields = try object(name) else { return nil }
        let value = try fields.requiredString("value")
        do { return try PhoneNumber(value).value } catch {
            throw .invalid(spot(name), "is malformed: \(error.description)")
        }
    }

    /// An absolute address that callbacks can go to.
    func callbackAddress(_ name: String, allowHTTP: Bool) throws(ServiceError) -> String? {
        guard let text = try string(name) else { return nil }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty,
            scheme == "https" || scheme == "http"
        else { throw .invalid(spot(name), "must be an absolute https address") }
        if scheme == "http", !allowHTTP { throw .invalid(spot(name), "must be https; http callbacks are not taken") }
        return text
    }
}
