"""The protected time. `block` is one outreach block and `reasons` say why it stands there.

`weeks` says where the rules put blocks, `defend` where they stand when something lands on them, `skips` which the user
took off, `demand` whether they hold who is due, `minutes` what became of the protected time.
"""
