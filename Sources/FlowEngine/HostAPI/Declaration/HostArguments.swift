import CallModel
import LuaEngine

/// The arguments of one call of a host function, checked against its declaration.
package struct HostArguments {
    /// The call itself, for results and places.
    package let call: LuaCall
    /// The number of the object, for methods.
    package let object: Int
    private var values: [LuaValue] = []
    private let function: HostSignature
    /// Functions that outlive the call; the others are let go after it.
    private var kept: Set<LuaReference> = []

    /// Reads and checks all arguments; a mistake is raised with the function's name before it.
    package init(_ call: LuaCall, for function: HostSignature) throws(LuaRaise) {
        self.call = call
        self.function = function
        var first = 1
        if function.isMethod {
            guard let id = call.objectID(at: 1, class: function.namespace) else {
                throw LuaRaise(
                    "\(function.shownName): write a colon, as in \(function.shownName)(…), so that the "
                        + "\(function.namespace.lowercased()) is passed")
            }
            object = Int(id)
            first = 2
        } else {
            object = 0
        }
        do throws(LuaRaise) {
            try read(from: first)
        } catch {
            release()
            throw error
        }
    }

    private mutating func read(from first: Int) throws(LuaRaise) {
        for (index, parameter) in function.parameters.enumerated() {
            let value = try call.value(at: first + index)
            values.append(value)
            if value == .nil {
                if parameter.isRequired {
                    throw LuaRaise("\(function.shownName): '\(parameter.name)' is missing: \(parameter.sentence)")
                }
                // An options table that is left out is one without options: what it requires is still missing.
                if case .options = parameter.type,
                    let fault = parameter.type.fault(of: .table(LuaTable()), name: parameter.name)
                {
                    throw LuaRaise("\(function.shownName): \(fault)")
                }
            } else if let fault = parameter.type.fault(of: value, name: parameter.name) {
                throw LuaRaise("\(function.shownName): \(fault)")
            }
        }
        while values.count < call.count - first + 1 {
            let extra = try call.value(at: first + values.count)
            values.append(extra)
            if extra == .nil { continue }
            throw LuaRaise(
                "\(function.shownName): takes \(function.parameters.count) argument"
                    + "\(function.parameters.count == 1 ? "" : "s"), got \(call.count - first + 1)")
        }
    }

    /// Keeps a function of the arguments alive after the call; whoever takes it releases it.
    package mutating func keep(_ function: LuaReference) { kept.insert(function) }

    /// Lets go of the functions among the arguments that nobody keeps.
    package func release() {
        for value in values { call.world.releaseFunctions(in: value, except: kept) }
    }

    /// An argument by its place, from 0.
    package subscript(index: Int) -> LuaValue { index < values.count ? values[index] : .nil }

    /// A mistake of the flow, with the function's name before it.
    package func mistake(_ sentence: String) -> LuaRaise { LuaRaise("\(function.shownName): \(sentence)") }

    /// A value as JSON; one that JSON cannot hold is a mistake.
    package func json(_ value: LuaValue) throws(LuaRaise) -> JSONValue {
        do throws(LuaRaise) {
            return try Marshalling.json(value)
        } catch {
            throw mistake(error.value.stringValue ?? "this value cannot stand here")
        }
    }

    /// Where the flow called, such as `reception/main.lua:12`.
    package var place: String {
        guard let line = call.currentLine else { return "" }
        return "\(line.source):\(line.line)"
    }

    /// Asks the session, or the task table, and waits.
    func ask(_ ask: FlowInstance.Ask, of instance: FlowInstance) -> LuaReturn {
        instance.pendingAsk = ask
        return .wait
    }
}

/// The options of an action, read by name.
package struct HostOptions {
    private let table: LuaTable?

    /// The options in a table; any other value has none.
    package init(_ value: LuaValue) {
        if case .table(let table) = value { self.table = table } else { table = nil }
    }

    /// The value of an option; nil when it is not given.
    package func value(_ name: String) -> LuaValue { table?[name] ?? .nil }

    /// A text.
    package func string(_ name: String) -> String? {
        if case .string(let text) = value(name) { return text }
        return nil
    }

    /// A truth value.
    package func boolean(_ name: String) -> Bool? {
        if case .boolean(let flag) = value(name) { return flag }
        return nil
    }

    /// A number.
    package func number(_ name: String) -> Double? { value(name).numberValue }

    /// A whole number.
    package func integer(_ name: String) -> Int? { value(name).integerValue }

    /// A table of further options.
    package func options(_ name: String) -> HostOptions? {
        if case .table = value(name) { return HostOptions(value(name)) }
        return nil
    }

    /// One value or a list of them.
    package func values(_ name: String) -> [LuaValue] {
        switch value(name) {
        case .nil: []
        case .table(let table) where table.namedFields.isEmpty: table.array
        case let value: [value]
        }
    }

    /// An identifier that the declaration has checked.
    package func identifier(_ name: String) -> CommunicationIdentifier? { Self.identifier(value(name)) }

    /// The identifier that a value names; nil when it names nobody.
    package static func identifier(_ value: LuaValue) -> CommunicationIdentifier? { try? IdentifierReader.read(value) }

    /// The number of an object that the declaration has checked.
    package func object(_ name: String) -> Int? {
        if case .object(let object) = value(name) { return Int(object.id) }
        return nil
    }

    /// The names and texts of a map that the declaration has checked, sorted by name.
    package func texts(_ name: String) -> [(name: String, text: String)] {
        guard case .table(let table) = value(name) else { return [] }
        return table.namedFields.compactMap { field in field.1.stringValue.map { (field.0, $0) } }
    }

    /// The names and identifiers of a map that the declaration has checked.
    package func identifiers(_ name: String) -> [String: CommunicationIdentifier] {
        guard case .table(let table) = value(name) else { return [:] }
        return Dictionary(
            table.namedFields.compactMap { field in Self.identifier(field.1).map { (field.0, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
