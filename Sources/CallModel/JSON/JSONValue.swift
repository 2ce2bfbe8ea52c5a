/// A JSON document as a plain value. Object members keep their order, so that what is written twice is the same bytes.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits.
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The member of an object, or nil when this is no object or has no such member (`null` counts as absent, as the
    /// service's own clients send it for unset fields).
    public subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// The item of an array, or nil when this is no array or is shorter.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let items) = self, items.indices.contains(index) else { return nil }
        return items[index]
    }

    /// The text, when this is a string.
    public var stringValue: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The whole number, when this is one (also when it was written as `3.0`).
    public var intValue: Int? {
        switch self {
        case .integer(let value): return Int(exactly: value)
        case .number(let value): return Int(exactly: value)
        default: return nil
        }
    }

    /// The number, whole or not.
    public var doubleValue: Double? {
        switch self {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        default: return nil
        }
    }

    /// The truth value, when this is one.
    public var boolValue: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// The items, when this is an array.
    public var arrayValue: [JSONValue]? {
        if case .array(let items) = self { return items }
        return nil
    }

    /// The members, when this is an object.
    public var objectValue: JSONObject? {
        if case .object(let object) = self { return object }
        return nil
    }
}

/// The members of a JSON object, in order. Of repeated names the last one counts, as most parsers have it.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// Names and values as they stand in the document.
    public private(set) var members: [(name: String, value: JSONValue)]

    /// An object of the given members.
    public init(_ members: [(name: String, value: JSONValue)] = []) {
        self.members = members
    }

    /// An object written as a literal; members that are `nil` are left out.
    public init(dictionaryLiteral elements: (String, JSONValue?)...) {
        members = elements.compactMap { name, value in value.map { (name, $0) } }
    }

    /// The member with this name; `null` counts as absent. Setting nil removes it.
    public subscript(name: String) -> JSONValue? {
        get {
            guard let found = members.last(where: { $0.name == name }), found.value != .null else { return nil }
            return found.value
        }
        set {
            if let index = members.lastIndex(where: { $0.name == name }) {
                if let newValue {
                    members[index].value = newValue
                } else {
                    members.removeAll { $0.name == name }
                }
            } else if let newValue {
                members.append((name, newValue))
            }
        }
    }

    /// Equal when the raw ids are.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.count == right.members.count
            && zip(left.members, right.members).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object; members that are `nil` are left out.
    public init(dictionaryLiteral elements: (String, JSONValue?)...) {
        self = .object(JSONObject(elements.compactMap { name, value in value.map { (name, $0) } }))
    }
}
