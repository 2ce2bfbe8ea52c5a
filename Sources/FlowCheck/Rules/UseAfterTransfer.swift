/// An action on a call whose transfer has succeeded: the call belongs to others, and `hang_up { for_everyone = true }` may
/// end it for them (lua-world, A3).
struct UseAfterTransfer: Rule {
    let name = "use_after_transfer"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.paths.compactMap { fact in
            guard case .action(let site, .given(let line)) = fact else { return nil }
            return finding(
                file, site.place,
                "\(site.name) after the transfer of line \(line) has succeeded: the call is somebody else's",
                hint: "return when a transfer succeeds")
        }
    }
}
