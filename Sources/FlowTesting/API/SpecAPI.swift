import FlowEngine
import LuaEngine

/// Every function that a spec can call, in one list.
enum SpecAPI {
    static let phoneClass = "Phone"
    static let callClass = "Call"
    static let sessionClass = "Session"
    static let expectationClass = "Expectation"

    /// In the order of the manual.
    static let functions: [SpecFunction] =
        StructureFunctions.all + PhoneFunctions.all + WorldFunctions.all + WebFunctions.all + SessionFunctions.all
        + ExpectFunctions.all + CallExpectations.all + PhoneExpectations.all + ActionExpectations.all

    /// As the engine takes them; one for the whole process.
    static let table = LuaHostTable(
        functions.map(\.installed),
        classes: [
            LuaHostClass(name: phoneClass, index: SpecFields.phone, assign: refused(phoneClass)),
            LuaHostClass(name: callClass, index: SpecFields.call, assign: refused(callClass)),
            LuaHostClass(name: sessionClass, index: SpecFields.session, assign: refused(sessionClass)),
            LuaHostClass(name: expectationClass, index: SpecFields.expectation, assign: refused(expectationClass)),
        ])

    private static func refused(_ className: String) -> LuaHostFunction {
        LuaHostFunction(namespace: className, name: "assign") { call throws(LuaRaise) -> LuaReturn in
            throw LuaRaise("\(className.lowercased()).\(call.string(at: 2) ?? "?") cannot be set")
        }
    }
}
