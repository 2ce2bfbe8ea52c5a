import ArgumentParser
import CallAutomation
import CallModel
import FlowEngine
import FlowTesting
import Foundation

/// At which service cases are played with --over acs.
struct ServiceOptions: ParsableArguments {
    @Option(help: "How the service reaches this process. (HOOKSWITCH_PUBLIC_URL)")
    var publicURL: String?

    @Option(help: "The resource. (HOOKSWITCH_CONNECTION_STRING, ACS_CONNECTION_STRING)")
    var connectionString: String?

    @Option(help: "The address to listen on; 0.0.0.0. (HOOKSWITCH_HOST)")
    var host: String?

    @Option(help: "The port to listen on; 8080. (HOOKSWITCH_PORT)")
    var port: Int?

    @Option(help: "What Event Grid's address must carry as ?secret=…. (HOOKSWITCH_INCOMING_SECRET)")
    var incomingSecret: String?

    @Option(
        help: ArgumentHelp(
            "Numbers of the resource that the tester plays phones with, with commas between.",
            discussion: "Nobody else is called: cases that would are left out by name.", valueName: "+NUMBER,…"))
    var phones: String?

    @Option(help: "Seconds that a case may take; longer ones are left out.")
    var longest = 60.0

    /// Whether anything of it was given.
    var isGiven: Bool {
        [publicURL, connectionString, host, incomingSecret, phones].contains { $0 != nil } || port != nil
    }

    func validate() throws {
        guard (0...3_600).contains(longest) else { throw ValidationError("--longest is from 0 to 3600") }
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port is from 0 to 65535") }
        _ = try numbers()
    }

    private func numbers() throws -> [String] {
        try (phones ?? "").split(separator: ",").map { text in
            do {
                return try PhoneNumber(text.trimmingCharacters(in: .whitespaces)).value
            } catch {
                throw ValidationError("--phones: \(error)")
            }
        }
    }

    /// The service, from flags and variables.
    func settings(_ environment: FlowEnvironment) throws -> ServiceSettings {
        let publicURL = try Settings.publicURL(publicURL, of: "process")
        let resource = try Settings.resource(connectionString)
        var settings = ServiceSettings(endpoint: resource.endpoint, credential: .accessKey(resource.accessKey))
        settings.publicURL = publicURL
        settings.host = host ?? Settings.variable("HOST") ?? "0.0.0.0"
        settings.port = port ?? Settings.variable("PORT").flatMap(Int.init) ?? 8080
        settings.incomingSecret = incomingSecret ?? Settings.variable("INCOMING_SECRET")
        settings.phones = try numbers()
        settings.ownedNumbers = environment.ownedNumbers
        settings.aiResource = environment.aiResource
        settings.apiVersion = environment.apiVersion
        settings.longest = longest
        return settings
    }
}
