import CallModel
import FlowEngine

/// The functions of ours by name.
enum Host {
    static let functions = HostCatalogue.functions

    private static let byName: [String: Int] = Dictionary(
        functions.enumerated().map { index, function in
            (name(function.signature.namespace, function.signature.name), index)
        }, uniquingKeysWith: { first, _ in first })

    private static func name(_ space: String, _ name: String) -> String { space.isEmpty ? name : space + "." + name }

    /// The number of a global, of a function in a table (`log.info`), or of a method (`Call.play`).
    static func number(_ space: String, _ function: String) -> Int? { byName[name(space, function)] }

    /// The methods of a class.
    static let methods: [String: [String]] = functions.reduce(into: [:]) { methods, function in
        guard function.signature.isMethod else { return }
        methods[function.signature.namespace, default: []].append(function.signature.name)
    }

    /// All that an object of a class has.
    static func members(of className: String) -> [String] {
        (HostCatalogue.fields[className] ?? []) + (methods[className] ?? [])
    }

    /// Globals of ours that are functions or tables.
    static let globals = Set(HostCatalogue.globals)
    /// All globals that are there.
    static let allGlobals = Set(HostCatalogue.globals + HostCatalogue.base + HostCatalogue.spaces.keys)
}

extension HostCatalogue.Function {
    /// The options table's parameter: its place, and what it holds.
    var options: (index: Int, fields: [HostParameter])? {
        for (index, parameter) in signature.parameters.enumerated() {
            if case .options(let fields) = parameter.type { return (index, fields) }
        }
        return nil
    }

    /// Whether it may give `nil, err`.
    var mayFail: Bool { signature.result.contains("nil and err") }
}
