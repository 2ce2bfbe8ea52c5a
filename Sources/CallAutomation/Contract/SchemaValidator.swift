import CallModel

/// Checks a value against a schema. Paths are only made for faults, so that a value that fits costs little.
struct SchemaValidator {
    /// More than these are not looked for.
    static let maxFaults = 20

    private(set) var faults: [ContractFault] = []
    private let schemas: SchemaTable
    private let apiVersion: String

    init(schemas: SchemaTable, apiVersion: String) {
        self.schemas = schemas
        self.apiVersion = apiVersion
    }

    /// Appends what is wrong with `value` as the schema number `index`.
    mutating func check(_ value: JSONValue, _ index: Int) {
        guard faults.count < Self.maxFaults else { return }
        let schema = schemas[index]
        switch schema.shape {
        case .any: break
        case .string:
            guard let text = value.stringValue else { return wrongType("a text", value) }
            check(text, schema)
        case .boolean: if value.boolValue == nil { wrongType("true or false", value) }
        case .integer:
            guard case .integer(let number) = value else { return wrongType("a whole number", value) }
            check(Double(number), schema)
            if schema.format == "int32", Int32(exactly: number) == nil {
                fault(.outOfRange, "is \(number), which does not fit 32 bits")
            }
        case .number:
            guard let number = value.doubleValue else { return wrongType("a number", value) }
            check(number, schema)
        case .array(let item):
            guard let items = value.arrayValue else { return wrongType("a list", value) }
            guard let item else { return }
            for (number, value) in items.enumerated() { within("[\(number)]") { $0.check(value, item) } }
        case .object:
            guard let object = value.objectValue else { return wrongType("an object", value) }
            check(object, schema)
        }
    }

    private mutating func check(_ text: String, _ schema: Schema) {
        if !schema.words.isEmpty, !schema.words.contains(text) {
            let folded = text.lowercased()
            guard schema.foldsCase, schema.words.contains(where: { $0.lowercased() == folded }) else {
                return fault(.notAllowed, "is '\(text)'; allowed are \(schema.words.joined(separator: ", "))")
            }
        }
        if schema.format == "date-time", !Self.isDate(text) {
            fault(.malformed, "is '\(text)', which is no date like 2026-03-12T10:00:00Z")
        }
    }

    private mutating func check(_ number: Double, _ schema: Schema) {
        if let least = schema.minimum, number < least {
            fault(.outOfRange, "is \(Self.text(number)), and \(Self.text(least)) is the least")
        }
        if let most = schema.maximum, number > most {
            fault(.outOfRange, "is \(Self.text(number)), and \(Self.text(most)) is the limit")
        }
    }

    private mutating func check(_ object: JSONObject, _ base: Schema) {
        var schema = base
        if let discriminator = base.discriminator, let word = object[discriminator]?.stringValue {
            if let subtype = base.subtypes[word] {
                schema = schemas[subtype]
            } else {
                // What this subtype has is not known here; the word itself is checked by its enumeration.
                schema.rest = .anything
            }
        }
        for name in schema.required where object[name] == nil {
            faults.append(ContractFault(.missing, "is missing", at: name))
        }
        for member in object.members where member.value != .null {
            if let index = schema.properties[member.name] ?? schema.added[apiVersion]?[member.name] {
                within(member.name) { $0.check(member.value, index) }
                continue
            }
            switch schema.rest {
            case .anything: break
            case .schema(let index): within(member.name) { $0.check(member.value, index) }
            case .none:
                if let version = schema.added.first(where: { $0.value[member.name] != nil })?.key {
                    faults.append(
                        ContractFault(.notInVersion, "needs API version \(version), not \(apiVersion)", at: member.name)
                    )
                } else {
                    faults.append(ContractFault(.unexpected, "is unknown to the service", at: member.name))
                }
            }
        }
    }

    // MARK: - Parts

    private mutating func within(_ step: @autoclosure () -> String, _ body: (inout SchemaValidator) -> Void) {
        let before = faults.count
        body(&self)
        guard faults.count > before else { return }
        let step = step()
        for index in before..<faults.count { faults[index].prefix(step) }
    }

    private mutating func fault(_ kind: ContractFault.Kind, _ sentence: String) {
        faults.append(ContractFault(kind, sentence))
    }

    private mutating func wrongType(_ wanted: String, _ value: JSONValue) {
        fault(.wrongType, "must be \(wanted), not \(Self.kind(of: value))")
    }

    private static func kind(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a truth value"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    private static func text(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? String(number) }

    /// ISO 8601 with a time, a fraction or none, and a zone or none.
    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard matches(bytes.prefix(19), "0000-00-00T00:00:00") else { return false }
        var zone = bytes.dropFirst(19)
        if zone.first == 0x2E {
            let fraction = zone.dropFirst().prefix { isDigit($0) }
            guard !fraction.isEmpty else { return false }
            zone = zone.dropFirst(1 + fraction.count)
        }
        return zone.isEmpty || matches(zone, "Z") || matches(zone, "+00:00") || matches(zone, "-00:00")
    }

    /// Whether every byte is that of the pattern, in which 0 stands for any digit.
    private static func matches(_ bytes: ArraySlice<UInt8>, _ pattern: StaticString) -> Bool {
        bytes.count == pattern.utf8CodeUnitCount
            && bytes.enumerated().allSatisfy { index, byte in
                let wanted = pattern.utf8Start[index]
                return wanted == 0x30 ? isDigit(byte) : byte == wanted
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
