import CallModel
import LuaEngine

/// What a flow hears that assigns to an object of ours: nobody would ever read the value.
enum FieldAssignment {
    /// - Parameters:
    ///   - fields: what an object has beside its methods; nil when every name may be one.
    ///   - place: where values of the flow's own belong.
    static func refused(by className: String, fields: [String]?, instead place: String? = nil) -> LuaHostFunction {
        LuaHostFunction(namespace: className, name: "assign") { call throws(LuaRaise) -> LuaReturn in
            let noun = className.lowercased()
            let remedy = place.map { "; values of your own belong into \($0)" } ?? ""
            guard let name = call.string(at: 2) else {
                throw LuaRaise("\(noun.withArticle) has only fields with names" + remedy)
            }
            let methods = HostAPI.functions.filter { $0.namespace == className }.map(\.name)
            guard let fields, !(fields + methods).contains(name) else {
                throw LuaRaise("\(noun).\(name) cannot be set" + remedy)
            }
            // Only `data` takes values, but the misspelt name may be any.
            let suggestion = Nearest.suggestion(for: name, among: fields + methods)
            throw LuaRaise("\(noun.withArticle) has no '\(name)'" + (suggestion.isEmpty ? remedy : suggestion))
        }
    }
}
