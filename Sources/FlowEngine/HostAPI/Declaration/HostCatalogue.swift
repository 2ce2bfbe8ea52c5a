import CallModel
import LuaEngine

/// What flows find in their world, for those who read flows without running them.
package enum HostCatalogue {
    /// A function of ours.
    package struct Function: Sendable {
        /// Its name, parameters and result.
        package let signature: HostSignature
        /// Whether a file's top level may call it.
        package let isForLoading: Bool
        /// Whether handlers may call it.
        package let isForCalls: Bool
        /// Whether it may wait.
        package let waits: Bool
        /// The action that it asks for; nil for functions that ask for none.
        package let action: ActionKind?
    }

    /// Every function, in the order of the manual.
    package static let functions: [Function] = HostAPI.functions.map { function in
        Function(
            signature: function.signature, isForLoading: function.phases.contains(.load),
            isForCalls: function.phases.contains(.call), waits: function.waits, action: function.action)
    }

    /// By class, the fields of its objects that are no methods. Those of `Config` have any name.
    package static let fields: [String: [String]] = [
        HostAPI.callClass: CallFields.names, HostAPI.recordingClass: ["id"], HostAPI.operationClass: [],
        HostAPI.taskClass: [], HostAPI.eventsClass: [], HostAPI.secretClass: [], HostAPI.jsonClass: [],
        HostAPI.sessionClass: SessionFields.names,
    ]

    /// Our globals: functions, tables such as `log`, `config` and `session`.
    package static let globals: [String] = {
        let names = HostAPI.functions.filter { !$0.isMethod }.map { $0.namespace.isEmpty ? $0.name : $0.namespace }
        return Array(Set(names + ["config", "session"])).sorted()
    }()

    /// The tables of ours and Lua's libraries, as far as they are there, with what is in them.
    package static let spaces: [String: [String]] = {
        var spaces = libraries
        for function in HostAPI.functions where !function.isMethod && !function.namespace.isEmpty {
            spaces[function.namespace, default: []].append(function.name)
        }
        return spaces
    }()

    /// Lua's own globals beside its libraries.
    package static let base: [String] = [
        "_G", "_VERSION", "assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal", "rawget",
        "rawlen", "rawset", "select", "setmetatable", "tonumber", "tostring", "type", "xpcall",
    ]

    private static let libraries: [String: [String]] = [
        "coroutine": ["close", "create", "isyieldable", "resume", "running", "status", "wrap", "yield"],
        "debug": ["traceback"],
        "math": [
            "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod", "huge", "log", "max",
            "maxinteger", "min", "mininteger", "modf", "pi", "rad", "random", "randomseed", "sin", "sqrt", "tan",
            "tointeger", "type", "ult",
        ],
        "os": ["date", "difftime", "time"],
        "string": [
            "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "pack", "packsize", "rep",
            "reverse", "sub", "unpack", "upper",
        ],
        "table": ["concat", "insert", "move", "pack", "remove", "sort", "unpack"],
        "utf8": ["char", "charpattern", "codepoint", "codes", "len", "offset"],
    ]

    /// Why a value names nobody; nil when it names somebody.
    package static func identifierFault(_ value: LuaValue) -> String? {
        do throws(IdentifierReader.Fault) {
            _ = try IdentifierReader.read(value)
            return nil
        } catch {
            return error.sentence
        }
    }

    /// What `call.state` may be.
    package static let callStates = [
        "offered", "answering", "creating", "connecting", "connected", "transferring", "disconnecting", "disconnected",
    ]
}
