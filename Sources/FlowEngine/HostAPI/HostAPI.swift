import LuaEngine

/// Every function that a flow can call, in one list.
package enum HostAPI {
    static let callClass = "Call"
    static let operationClass = "Operation"
    static let taskClass = "Task"
    static let recordingClass = "Recording"
    static let eventsClass = "Events"
    static let configClass = "Config"
    static let secretClass = "Secret"
    static let sessionClass = "Session"
    static let jsonClass = "JSON"

    /// In the order of the manual.
    static let functions: [HostFunction] =
        FlowFunctions.all + IdentifierFunctions.all + TaskFunctions.all + WaitFunctions.all + LogFunctions.all
        + OutboundFunctions.all + LaunchFunctions.all + RestartFunctions.all + OfferFunctions.all + CallFunctions.all
        + TransferFunctions.all
        + InvitationFunctions.all + ParticipantFunctions.all + MuteFunctions.all + MediaFunctions.all
        + RecognizeFunctions.all + DTMFFunctions.all + StreamFunctions.all
        + EventFunctions.all + HoldFunctions.all + RecordingFunctions.all + OperationFunctions.all + WebFunctions.all
        + StoreFunctions.all
        + JSONFunctions.all + URLFunctions.all + UUIDFunctions.all

    /// The names of all options that actions take.
    package static let actionOptions: Set<String> = Set(
        functions.filter { $0.action != nil }.flatMap(\.parameters).flatMap { parameter -> [String] in
            if case .options(let fields) = parameter.type { return fields.map(\.name) }
            return []
        })

    /// As the engine takes them; one for the whole process.
    static let table = LuaHostTable(functions.map(\.installed), classes: classes)

    /// The same with the functions that measure coverage.
    static let probedTable = LuaHostTable(functions.map(\.installed) + ProbeFunctions.all, classes: classes)

    private static let classes = [
        LuaHostClass(
            name: callClass, hasData: true, index: CallFields.index,
            assign: FieldAssignment.refused(by: callClass, fields: CallFields.names, instead: "call.data")),
        LuaHostClass(name: operationClass, assign: FieldAssignment.refused(by: operationClass, fields: [])),
        LuaHostClass(name: eventsClass, assign: FieldAssignment.refused(by: eventsClass, fields: [])),
        LuaHostClass(
            name: recordingClass, index: RecordingFunctions.index,
            assign: FieldAssignment.refused(by: recordingClass, fields: ["id"])),
        LuaHostClass(name: taskClass, assign: FieldAssignment.refused(by: taskClass, fields: [])),
        LuaHostClass(name: secretClass, assign: FieldAssignment.refused(by: secretClass, fields: [])),
        LuaHostClass(
            name: sessionClass, index: SessionFields.index,
            assign: FieldAssignment.refused(by: sessionClass, fields: SessionFields.names), global: "session"),
        LuaHostClass(name: jsonClass, assign: FieldAssignment.refused(by: jsonClass, fields: [])),
        LuaHostClass(
            name: configClass, index: FlowFunctions.configValue,
            assign: FieldAssignment.refused(by: configClass, fields: nil), global: "config"),
    ]
}
