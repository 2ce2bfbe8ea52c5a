import LuaEngine

/// Doing several things together: `spawn`, `all`, `race`, `within`.
enum TaskFunctions {
    static let all: [HostFunction] = [spawn, allOf, race, within, taskWait, taskCancel]

    private static let functionList = HostParameter(
        "functions", .list(.function), "The functions, started in order.", required: true)

    private static let spawn = HostFunction(
        "spawn", "Starts a function beside this one; it goes on until it ends, or its session does.",
        parameters: [HostParameter("function", .function, "What to run.", required: true)],
        result: "a task with wait() and cancel()"
    ) { instance, arguments throws(LuaRaise) in
        guard case .function(let function) = arguments[0] else { throw arguments.mistake("a function is needed") }
        do throws(FlowProblem) {
            let parent = instance.tasks.current.flatMap { instance.tasks[$0] }
            let task = try instance.start(
                function, [], call: parent?.call, kind: .spawned, place: arguments.place,
                handlesErrors: parent?.handlesErrors ?? false)
            arguments.call.push(.object(LuaObject(class: HostAPI.taskClass, id: Int64(task))))
            return .values(1)
        } catch {
            throw arguments.mistake(error.reason)
        }
    }

    private static let allOf = HostFunction(
        "all", "Runs functions together and waits until every one has ended.", parameters: [functionList],
        result: "the first result of each", waits: true
    ) { instance, arguments throws(LuaRaise) in
        arguments.ask(.group(kind: .all, functions: functions(&arguments), seconds: nil), of: instance)
    }

    private static let race = HostFunction(
        "race", "Runs functions together until the first has ended; the others are cancelled.",
        parameters: [functionList], result: "the number of the first, then its results", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let list = functions(&arguments)
        guard !list.isEmpty else { throw arguments.mistake("a race needs at least one function") }
        return arguments.ask(.group(kind: .race, functions: list, seconds: nil), of: instance)
    }

    private static let within = HostFunction(
        "within", "Runs a function under a time limit; when it is up, the function is cancelled.",
        parameters: [
            HostParameter("seconds", .number(0.01...86_400), "The limit.", required: true),
            HostParameter("function", .function, "What to run.", required: true),
        ], result: "its results, or nil and err with reason \"timeout\"", waits: true
    ) { instance, arguments throws(LuaRaise) in
        guard let seconds = arguments[0].numberValue, case .function(let function) = arguments[1] else {
            throw arguments.mistake("seconds and a function are needed")
        }
        arguments.keep(function)
        return arguments.ask(.group(kind: .within, functions: [function], seconds: seconds), of: instance)
    }

    private static let taskWait = HostFunction(
        "Task.wait", "Waits until the task has ended.",
        result: "its results, or nil and err (\"cancelled\"); its error is raised", waits: true
    ) { instance, arguments throws(LuaRaise) in
        arguments.ask(.join(task: arguments.object), of: instance)
    }

    private static let taskCancel = HostFunction(
        "Task.cancel", "Cancels the task: what it waits for raises \"cancelled\"."
    ) { instance, arguments throws(LuaRaise) in
        instance.cancel(arguments.object)
        return .values(0)
    }

    /// The functions of the list, kept until their tasks have been made.
    private static func functions(_ arguments: inout HostArguments) -> [LuaReference] {
        guard case .table(let table) = arguments[0] else { return [] }
        let list = table.array.compactMap { item -> LuaReference? in
            if case .function(let function) = item { return function }
            return nil
        }
        for function in list { arguments.keep(function) }
        return list
    }
}
