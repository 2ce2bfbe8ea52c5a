import ArgumentParser
import CallModel
import Foundation

struct Call: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ring the emulator, or launch a flow, and follow it to its end.",
        discussion: """
            Without a flow a phone of the emulator calls. Keys are pressed one entry at a time, each when the flow next
            listens:

              hookswitch call --to +18005550199 --press 1
              hookswitch call --to +18005550199 --press 9,9,2      # wrong twice, then 2
              hookswitch call --to +18005550199 --say "sales, please"

            With a flow its Launch hooks begin a session of their own, with the parameters as event.params; --each begins
            one session for each value:

              hookswitch call reminder --param to=+14255550123
              hookswitch call reminder --each to=+14255550123,+14255550124

            Exit code 0 when the call was answered, or all sessions finished; 2 when not; 64 when there is no such flow;
            69 when nobody serves. Ctrl-C hangs up.
            """)

    @Argument(help: "The flow to launch; its folder will do.")
    var flow: String?

    @Option(help: ArgumentHelp("A parameter of the launch; may be repeated.", valueName: "NAME=VALUE"))
    var param: [String] = []

    @Option(help: ArgumentHelp("A parameter with several values, one launch for each.", valueName: "NAME=V1,V2,…"))
    var each: String?

    @Option(help: "Launching twice with one key starts one session.")
    var key: String?

    @Option(help: "The caller; +14255550100.")
    var from: String?

    @Option(help: "The number that is called.")
    var to: String?

    @Option(help: "Keys, one entry per recognition, with commas between; an empty entry stays silent.")
    var press: String?

    @Option(
        help:
            "What the caller says, one text for each time that something listens for speech, or to a transcription; may be repeated."
    )
    var say: [String] = []

    @Option(help: "The caller hangs up this many seconds after dialling.")
    var hangUpAfter: Double?

    @Option(help: "The emulator's address. (HOOKSWITCH_EMULATOR)")
    var emulator: String?

    @Option(help: "The runtime's address. (HOOKSWITCH_RUNTIME)")
    var runtime: String?

    @Option(help: "The runtime's admin token. (HOOKSWITCH_ADMIN_TOKEN)")
    var adminToken: String?

    @Flag(help: "Print one JSON object per line of the timeline.")
    var json = false

    func validate() throws {
        if let flow {
            guard to == nil, press == nil, say.isEmpty, hangUpAfter == nil else {
                throw ValidationError(
                    "--to, --press, --say and --hang-up-after belong to a ringing phone; a flow has --param")
            }
            guard from == nil, emulator == nil else {
                throw ValidationError(
                    "--from and --emulator belong to a ringing phone; a flow is launched at --runtime")
            }
            _ = try Self.name(of: flow)
            _ = try launches()
        } else {
            guard to != nil else { throw ValidationError("say what to do: a flow to launch, or --to +NUMBER to ring") }
            guard param.isEmpty, each == nil, key == nil else {
                throw ValidationError("--param, --each and --key belong to a launch; name the flow")
            }
            guard runtime == nil, adminToken == nil else {
                throw ValidationError("--runtime and --admin-token belong to a launch; a phone rings at --emulator")
            }
        }
    }

    func run() async throws {
        let printer = TimelinePrinter(json: json)
        let client: JSONClient
        let work: () async throws -> Bool
        if let flow {
            let (name, launches) = (try Self.name(of: flow), try launches())
            client = .runtime(
                runtime ?? Settings.variable("RUNTIME") ?? "http://127.0.0.1:8080",
                token: adminToken ?? Settings.variable("ADMIN_TOKEN"))
            let launch = Launching(flow: name, launches: launches, client: client)
            work = { try await launch.follow(printer) }
        } else {
            client = .emulator(emulator ?? Settings.variable("EMULATOR") ?? "http://127.0.0.1:8081")
            let ringing = Ringing(
                from: from ?? "+14255550100", to: to ?? "", press: press, say: say, hangUpAfter: hangUpAfter,
                client: client)
            work = { try await ringing.follow(printer) }
        }
        let result: Result<Bool, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        try? await client.client.shutdown()
        switch result {
        case .success(let wentWell): if !wentWell { throw HookswitchExit.notAnswered.code }
        case .failure(let fault as JSONClient.Fault): throw Console.fail(fault.exit, fault.message)
        case .failure(let error): throw error
        }
    }

    /// `flows/conference/` and `flows/conference.lua` are the flow `conference`.
    private static func name(of flow: String) throws -> String {
        let last = flow.split(separator: "/").last.map(String.init) ?? ""
        let name = last.hasSuffix(".lua") ? String(last.dropLast(4)) : last
        guard !name.isEmpty, !name.hasPrefix(".") else {
            throw ValidationError("'\(flow)' names no flow; write it like reminder or flows/reminder")
        }
        return name
    }

    /// One launch, or one for each value.
    private func launches() throws -> [Launching.Launch] {
        if key == "" { throw ValidationError("--key needs a text") }
        var params = JSONObject()
        for pair in param {
            let (name, value) = try FlowOptions.parts(of: pair, flag: "--param")
            params[name] = .string(value)
        }
        guard let each else { return [Launching.Launch(params: params, key: key)] }
        let (name, values) = try FlowOptions.parts(of: each, flag: "--each")
        guard params[name] == nil else { throw ValidationError("--param and --each both give '\(name)'") }
        return try values.split(separator: ",", omittingEmptySubsequences: false).enumerated().map { index, value in
            let value = value.trimmingCharacters(in: .whitespaces)
            guard !value.isEmpty else { throw ValidationError("--each '\(each)' has an empty value for '\(name)'") }
            var own = params
            own[name] = .string(value)
            return Launching.Launch(label: "\(name)=\(value)", params: own, key: key.map { "\($0)/\(index + 1)" })
        }
    }
}

extension JSONClient.Fault {
    /// A server that names the mistake of the one who asked means the command line.
    fileprivate var exit: HookswitchExit {
        if isUnreachable { return .unavailable }
        return status == 422 ? .usage : .failure
    }
}
