import CallModel
import LuaEngine

/// `http`: requests to servers of the web. Any status is a result; `nil, err` is for what stood in the way of an answer.
enum WebFunctions {
    static let all: [HostFunction] = [get, post, request, secret]

    private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    private static let credential = HostType.oneOf([.string, .object(HostAPI.secretClass)])
    private static let result = "the answer { status, headers, body, json, url }, or nil and err"

    /// What every request takes.
    private static let shared: [HostParameter] = [
        HostParameter("headers", .map(credential), "Headers by name; a value may be a secret."),
        HostParameter(
            "query", .map(.oneOf([.string, .number(-1e15...1e15), .boolean])), "What is added to the address, by name."),
        HostParameter("bearer", credential, "A token for the header Authorization."),
        HostParameter(
            "basic",
            .options([
                HostParameter("user", .string, "The user.", required: true),
                HostParameter("password", credential, "The password.", required: true),
            ]), "A user and password for the header Authorization."),
        HostParameter("timeout", .number(0.1...300), "Seconds for the whole request; 10 if not given."),
        HostParameter(
            "max_bytes", .integer(0...WebRequest.mostBytes), "What the answer's body may have; 262144 if not given."),
        HostParameter("redirects", .integer(0...5), "How many are followed; 5 if not given."),
        HostParameter(
            "idempotency_key", .string,
            "A name for this request that the server knows: sent twice, it has the effect of once."),
    ]
    private static let bodies: [HostParameter] = [
        HostParameter("json", .any, "The body, as JSON."),
        HostParameter(
            "form", .map(.oneOf([.string, .number(-1e15...1e15), .boolean])), "The body, as a form has it."),
        HostParameter("body", .string, "The body, as it is."),
    ]

    private static let url = HostParameter("url", .string, "An absolute address.", required: true)

    private static let get = HostFunction(
        "http.get", "Reads an address. Repeated by itself when nobody knows what became of it.",
        parameters: [url, HostParameter("options", .options(shared), "How.")], result: result, waits: true
    ) { instance, arguments throws(LuaRaise) in
        try ask("GET", arguments[0], HostOptions(arguments[1]), instance, arguments)
    }

    private static let post = HostFunction(
        "http.post",
        "Sends something to an address. Never repeated by itself unless it has an idempotency_key: when nobody knows what "
            + "became of it, err.reason is \"outcome_unknown\".",
        parameters: [url, HostParameter("options", .options(bodies + shared), "What and how.")], result: result,
        waits: true
    ) { instance, arguments throws(LuaRaise) in
        try ask("POST", arguments[0], HostOptions(arguments[1]), instance, arguments)
    }

    private static let request = HostFunction(
        "http.request",
        "A request with any method. Only POST and PATCH are not repeated by themselves when their outcome is unknown.",
        parameters: [
            HostParameter(
                "request",
                .options(
                    [
                        HostParameter("method", .word(methods), "Such as \"PUT\".", required: true), url,
                    ] + bodies + shared), "What and how.", required: true)
        ], result: result, waits: true
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        return try ask(options.string("method") ?? "GET", options.value("url"), options, instance, arguments)
    }

    private static let secret = HostFunction(
        "http.secret",
        "A secret of the node, by its name. No flow can read it; it stands for its value in headers, bearer and basic.",
        parameters: [HostParameter("name", .string, "As --secret gives it.", required: true)], result: "the secret",
        phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        let name = arguments[0].stringValue ?? ""
        if let known = instance.environment.web.secrets, !known.contains(name) {
            throw arguments.mistake(
                "there is no secret '\(name)'; give it with --secret \(name)=VARIABLE or HOOKSWITCH_SECRET_\(name)"
                    + Nearest.suggestion(for: name, among: known))
        }
        guard !name.isEmpty, name.utf8.count <= 128 else { throw arguments.mistake("'name' has 1 to 128 bytes") }
        let number = instance.secrets.firstIndex(of: name) ?? instance.secrets.count
        guard number < 1_000 else { throw arguments.mistake("a session names at most 1000 secrets") }
        if number == instance.secrets.count { instance.secrets.append(name) }
        arguments.call.push(.object(LuaObject(class: HostAPI.secretClass, id: Int64(number + 1))))
        return .values(1)
    }

    private static func ask(
        _ method: String, _ url: LuaValue, _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> LuaReturn {
        let request = try WebRequestReader(instance: instance, arguments: arguments, options: options)
            .request(method, url.stringValue ?? "")
        instance.charge((request.body.utf8.count + request.url.utf8.count) / 8)
        return arguments.ask(
            .session(
                .web(
                    FlowWebRequest(
                        request: request, timeLimit: options.number("timeout") ?? 10, place: arguments.place))),
            of: instance)
    }
}
