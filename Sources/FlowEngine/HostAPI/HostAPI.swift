import LuaEngine

/// Every function that a flow can call, in one list.
enum HostAPI {
    static let callClass = "Call"
    static let operationClass = "Operation"
    static let taskClass = "Task"
    static let configClass = "Config"

    /// In the order of the manual.
    static let functions: [HostFunction] =
        FlowFunctions.all + IdentifierFunctions.all + TaskFunctions.all + WaitFunctions.all + LogFunctions.all
        + OutboundFunctions.all + LaunchFunctions.all + OfferFunctions.all + CallFunctions.all + TransferFunctions.all
        + InvitationFunctions.all + ParticipantFunctions.all + MuteFunctions.all + MediaFunctions.all
        + OperationFunctions.all

    /// As the engine takes them; one for the whole process.
    static let table = LuaHostTable(
        functions.map(\.installed),
        classes: [
            LuaHostClass(name: callClass, hasData: true, index: CallFields.index),
            LuaHostClass(name: operationClass, hasData: false, index: nil),
            LuaHostClass(name: taskClass, hasData: false, index: nil),
            LuaHostClass(name: configClass, hasData: false, index: FlowFunctions.configValue, global: "config"),
        ])
}
